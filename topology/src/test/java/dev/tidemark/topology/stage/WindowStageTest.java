package dev.tidemark.topology.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.exchange.ChannelStatus;
import dev.tidemark.topology.eventtime.exchange.ControlMessage;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.eventtime.window.ElementIds;
import dev.tidemark.topology.eventtime.window.FailingCombine;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.ProgressKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stage that closes windows, behind an exchange with two writers. */
class WindowStageTest {
  private static final BiFunction<Object, Object, Object> TEXT =
      (window, ids) ->
          ((TimeWindow<?>) window).key()
              + "@"
              + ((TimeWindow<?>) window).start().toEpochMilli()
              + Arrays.toString((int[]) ids);

  @Test
  void shouldCloseInOrderOfEndAndKeyOnceBothWritersHavePassed() {
    var stage = stage(TEXT);
    partial(stage, 0, "b", 10, null, 1);
    partial(stage, 1, "b", 10, null, 2);
    partial(stage, 0, "a", 10, null, 3);
    partial(stage, 0, "a", 0, null, 4);
    control(stage, 0, 50, ChannelStatus.ACTIVE, 1);
    assertThat(stage.results).as("one writer has not reported").isEmpty();

    control(stage, 1, 19, ChannelStatus.ACTIVE, 1);

    assertThat(stage.results).containsExactly("a@0[4]", "a@10[3]", "b@10[1, 2]");
    assertThat(stage.ledger()).containsEntry("window READ", 3L).containsEntry("sink COUNTED", 3L);
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldMakeADeadLetterOfAResultThatFailsAndCloseTheOthers() {
    var stage =
        stage(
            (window, ids) -> {
              if (((int[]) ids)[0] == 2) {
                throw new ArithmeticException("the sum does not fit");
              }
              return TEXT.apply(window, ids);
            });
    partial(stage, 0, "a", 0, null, 1);
    partial(stage, 0, "b", 0, null, 2);
    partial(stage, 0, "c", 0, null, 3);
    control(stage, 0, 9, ChannelStatus.ACTIVE, 1);
    control(stage, 1, 9, ChannelStatus.ACTIVE, 1);

    assertThat(stage.results).containsExactly("a@0[1]", "c@0[3]");
    assertThat(stage.causes()).containsExactly("window RESULT_FAILED");
    DeadLetter letter = stage.deadLetters.get(0);
    assertThat(letter.origin().topic()).isEqualTo("window");
    assertThat(letter.origin().key()).isEqualTo("b".getBytes(UTF_8));
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldTryAResultAgainInTheOrderOfItsKeyAndHoldTheWatermarkBack() {
    List<String> away = new ArrayList<>(List.of("a@0[1]"));
    Node.Window window =
        Nodes.window(
            element -> "key",
            (bounds, ids) -> {
              String text = (String) TEXT.apply(bounds, ids);
              if (away.remove(text)) {
                throw new IllegalStateException("not now");
              }
              return text;
            });
    OnError policy =
        new OnError(
            OnError.Action.DEAD_LETTER,
            Optional.of(new OnError.Retry(3, 100, 100)),
            Optional.empty());
    var stage =
        new StageUnderTest(
            policy,
            100,
            StageUnderTest.FROM_TWO,
            new Node.FinalWindow("window", Nodes.EXCHANGE, window),
            Nodes.sink("window"));
    partial(stage, 0, "a", 0, null, 1);
    partial(stage, 0, "a", 10, null, 2);
    partial(stage, 0, "b", 10, null, 3);

    control(stage, 0, 50, ChannelStatus.ACTIVE, 1);
    control(stage, 1, 50, ChannelStatus.ACTIVE, 1);
    assertThat(stage.results).containsExactly("b@10[3]");
    stage.flush();
    stage.restart();
    stage.advance(100);

    assertThat(stage.results).containsExactly("b@10[3]", "a@0[1]", "a@10[2]");
    assertThat(stage.ledger()).containsEntry("window READ", 3L).containsEntry("sink COUNTED", 3L);
    assertThat(stage.deadLetters).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // what a job may return, and must not
  void shouldMakeADeadLetterOfANullResult() {
    var stage = stage((window, ids) -> null);
    partial(stage, 0, "a", 0, null, 1);
    control(stage, 0, 9, ChannelStatus.ACTIVE, 1);
    control(stage, 1, 9, ChannelStatus.ACTIVE, 1);

    assertThat(stage.causes()).containsExactly("window RESULT_FAILED");
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldGiveUpAPartialThatCannotBeCombinedAndKeepTheRest() {
    var stage =
        new StageUnderTest(
            StageUnderTest.FROM_TWO,
            new Node.FinalWindow(
                "window",
                Nodes.EXCHANGE,
                Nodes.window(
                    element -> "k",
                    new FailingCombine(new ElementIds(element -> new int[0])),
                    new WindowSpec.Tumbling(10),
                    TEXT)),
            Nodes.sink("window"));
    partial(stage, 0, "a", 0, null, 1);
    partial(stage, 1, "a", 0, null, FailingCombine.BAD, 7);
    partial(stage, 1, "a", 0, null, 2);
    control(stage, 0, 9, ChannelStatus.ACTIVE, 1);
    control(stage, 1, 9, ChannelStatus.ACTIVE, 1);

    assertThat(stage.results).containsExactly("a@0[1, 2]");
    assertThat(stage.causes()).containsExactly("window AGGREGATION_FAILED");
    assertThat(stage.ledger())
        .containsEntry("window COUNTED", -2L)
        .containsEntry("window DEAD_LETTERED", 2L);
  }

  @Test
  void shouldHandOverWhatComesAfterTheOthersHaveGoneOnWithoutIt() {
    var stage = stage(TEXT);
    control(stage, 0, 50, ChannelStatus.ACTIVE, 1);
    control(stage, 1, 5, ChannelStatus.IDLE, 1);
    var origin = new SourceRecord("events", 1, 7, 12, "raw".getBytes(UTF_8), null);
    control(stage, 1, 5, ChannelStatus.ACTIVE, 7);
    partial(stage, 1, "a", 10, origin, 1);
    partial(stage, 1, "a", 50, null, 2);

    assertThat(stage.late).hasSize(1);
    assertThat(stage.late.get(0).origin().offset()).isEqualTo(7);
    assertThat(stage.late.get(0).watermark()).isEqualTo(50);
    assertThat(stage.ledger())
        .containsEntry("window COUNTED", -1L)
        .containsEntry("window LATE", 1L);
    assertThat(written(stage)).contains("idle/1/1");
  }

  @Test
  void shouldGoOnWhereTheOwnerBeforeCommitted() {
    var stage = stage(TEXT);
    control(stage, 0, 12, ChannelStatus.ACTIVE, 1);
    control(stage, 1, 30, ChannelStatus.ACTIVE, 1);
    partial(stage, 0, "a", 10, null, 1);
    stage.flush();
    stage.restart();
    control(stage, 0, 19, ChannelStatus.ACTIVE, 2);

    assertThat(stage.results).containsExactly("a@10[1]");
  }

  @Test
  void shouldWriteNothingWhenNothingWasReadSinceNothingFencesIt() {
    var stage = stage(TEXT);
    stage.flush();
    assertThat(written(stage)).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoMessageOfItsExchange() {
    var stage = stage(TEXT);
    var element =
        new ExchangeMessage.Element(
            1, 1, false, new SourceRecord("events", 0, 0, 0, null, null), new byte[0]);

    assertThatThrownBy(() -> stage.receive(new byte[1], element))
        .isInstanceOf(ExchangeMismatchException.class);
    assertThatThrownBy(() -> stage.read("k", null)).isInstanceOf(ExchangeMismatchException.class);
    assertThatThrownBy(() -> stage.read("k", "garbage"))
        .isInstanceOf(ExchangeMismatchException.class);
  }

  private static List<String> written(StageUnderTest stage) {
    List<String> written = new ArrayList<>();
    stage.progress.range(new byte[0], null, (key, value) -> written.add(ProgressKeys.text(key)));
    return written;
  }

  private static StageUnderTest stage(BiFunction<Object, Object, Object> result) {
    return new StageUnderTest(
        StageUnderTest.FROM_TWO,
        new Node.FinalWindow("window", Nodes.EXCHANGE, Nodes.window(element -> "k", result)),
        Nodes.sink("window"));
  }

  private static void partial(
      StageUnderTest stage,
      int channel,
      String key,
      long start,
      @Nullable SourceRecord origin,
      int... ids) {
    byte[] accumulator = new Aggregates(new ElementIds(element -> new int[0])).encode(ids);
    stage.receive(
        key.getBytes(UTF_8),
        new ExchangeMessage.Partial(channel, start, start + 9, ids.length, accumulator, origin));
  }

  private static void control(
      StageUnderTest stage, int channel, long watermark, ChannelStatus activity, long position) {
    stage.receive(
        new byte[] {'~'},
        new ExchangeMessage.Control(
            new ControlMessage(
                "exchange", channel, 2, new Watermark(watermark), activity, position)));
  }
}
