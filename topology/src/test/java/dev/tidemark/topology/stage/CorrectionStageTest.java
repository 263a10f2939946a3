package dev.tidemark.topology.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.Types;
import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.exchange.ChannelStatus;
import dev.tidemark.topology.eventtime.exchange.ControlMessage;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.eventtime.window.ElementIds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.LateRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A stage whose windows of 10 ms can be corrected for 100 ms, behind an exchange with two writers.
 */
class CorrectionStageTest {
  private static final ElementIds IDS =
      new ElementIds(element -> new int[] {Integer.parseInt((String) element)});

  @Test
  void shouldWriteTheResultAgainWithEachCorrection() {
    var stage = stage();
    partial(stage, "a", 0, 1);
    advance(stage, 9);
    correction(stage, "a", 0, 7, 2);
    correction(stage, "a", 0, 8, 3);

    assertThat(stage.results)
        .containsExactly("a@0[1]", "a@0[1, 2] corrected 1", "a@0[1, 2, 3] corrected 2");
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldLetACorrectionWaitUntilItsWindowHasClosed() {
    var stage = stage();
    partial(stage, "a", 0, 1);
    correction(stage, "a", 0, 7, 2);
    assertThat(stage.results).isEmpty();
    stage.flush();
    stage.restart();
    partial(stage, "a", 0, 3);
    advance(stage, 5_000);

    assertThat(stage.results).containsExactly("a@0[1, 3]", "a@0[1, 2, 3] corrected 1");
  }

  @Test
  void shouldMakeTheFirstResultOfAWindowThatHadNone() {
    var stage = stage();
    advance(stage, 9);
    correction(stage, "b", 0, 7, 2);

    assertThat(stage.results).containsExactly("b@0[2] corrected 1");
  }

  @Test
  void shouldForgetWhatCanNotBeCorrectedAnyMore() {
    var stage = stage();
    partial(stage, "a", 0, 1);
    partial(stage, "a", 10, 2);
    advance(stage, 19);
    advance(stage, 109);
    correction(stage, "a", 0, 7, 3);
    correction(stage, "a", 10, 8, 4);

    assertThat(stage.results).containsExactly("a@0[1]", "a@10[2]", "a@10[2, 4] corrected 1");
    assertThat(stage.late).extracting(late -> late.origin().offset()).containsExactly(7L);
    assertThat(stage.late).extracting(LateRecord::windowEnd).containsExactly(10L);
    assertThat(stage.ledger()).containsEntry("window LATE", 1L);
  }

  @Test
  void shouldGoOnWithTheSamePaneUnderANewOwner() {
    var stage = stage();
    partial(stage, "a", 0, 1);
    advance(stage, 9);
    correction(stage, "a", 0, 7, 2);
    stage.flush();
    stage.restart();
    correction(stage, "a", 0, 8, 3);

    assertThat(stage.results).endsWith("a@0[1, 2, 3] corrected 2");
  }

  private static StageUnderTest stage() {
    Node.Window window =
        new Node.Window(
            "window",
            "",
            new Node.Window.Keying(Types.STRING, element -> element),
            new Node.Window.Closing(new WindowSpec.Tumbling(10), 0, Optional.of("late"), 100),
            IDS,
            (bounds, ids) ->
                ((TimeWindow<?>) bounds).key()
                    + "@"
                    + ((TimeWindow<?>) bounds).start().toEpochMilli()
                    + Arrays.toString((int[]) ids),
            Optional.empty());
    return new StageUnderTest(
        StageUnderTest.FROM_TWO,
        new Node.FinalWindow("window", Nodes.EXCHANGE, window),
        Nodes.sink("window"));
  }

  private static void partial(StageUnderTest stage, String key, long start, int id) {
    stage.receive(
        key.getBytes(UTF_8),
        new ExchangeMessage.Partial(0, start, start + 9, 1, accumulator(id), null));
  }

  private static void correction(
      StageUnderTest stage, String key, long start, long offset, int id) {
    SourceRecord origin =
        new SourceRecord("events", 0, offset, 5, key.getBytes(UTF_8), null, List.of());
    stage.receive(
        key.getBytes(UTF_8),
        new ExchangeMessage.Correction(0, start, start + 9, accumulator(id), origin));
  }

  private static byte[] accumulator(int id) {
    return new Aggregates(IDS).encode(new int[] {id});
  }

  private static void advance(StageUnderTest stage, long watermark) {
    for (int channel = 0; channel < 2; channel++) {
      stage.receive(
          new byte[] {'~'},
          new ExchangeMessage.Control(
              new ControlMessage(
                  Nodes.EXCHANGE.name(),
                  channel,
                  2,
                  new Watermark(watermark),
                  ChannelStatus.ACTIVE,
                  watermark)));
    }
  }
}
