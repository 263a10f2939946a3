package dev.tidemark.topology.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.eventtime.exchange.ChannelStatus;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a bad event may do to a stage that reads a source: become a dead letter, and nothing else.
 */
class SourceStageTest {

  /** Functions of a job that fail in different ways for the element {@code bad}. */
  static Stream<Function<Object, Object>> failures() {
    return Stream.of(
        failing(
            () -> {
              throw new IllegalStateException("two\nlines");
            }),
        failing(SourceStageTest::endlessRecursion),
        failing(
            () -> {
              throw new NoClassDefFoundError("com/acme/Gone");
            }),
        failing(
            () -> {
              throw new AssertionError("no");
            }),
        failing(
            () -> {
              throw new SelfishException();
            }));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldMakeADeadLetterOfWhateverAFilterThrows(Function<Object, Object> function) {
    var stage =
        stage(
            new Node.Filter("step", "source", element -> function.apply(element) != null),
            Nodes.sink("step"));

    checkOnlyTheBadOneFails(stage);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldMakeADeadLetterOfWhateverAMapThrows(Function<Object, Object> function) {
    var stage =
        stage(
            new Node.MapElements("step", "source", function, Optional.empty()), Nodes.sink("step"));

    checkOnlyTheBadOneFails(stage);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldMakeADeadLetterOfWhateverTheKeyOfASinkThrows(Function<Object, Object> function) {
    var stage = stage(Nodes.sink("source", function));

    checkOnlyTheBadOneFails(stage);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldSendNothingOfAFlatMapThatFailsHalfWay(Function<Object, Object> function) {
    var stage =
        stage(
            new Node.FlatMapElements(
                "step", "source", element -> halfWay(element, function), Optional.empty()),
            Nodes.sink("step"));

    checkOnlyTheBadOneFails(stage);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldMakeADeadLetterOfWhateverTheEventTimeThrows(Function<Object, Object> function) {
    var stage =
        new StageUnderTest(
            StageContext.Incoming.NONE,
            Nodes.source(element -> Nodes.timeOf(function.apply(element))),
            Nodes.sink("source"));

    checkOnlyTheBadOneFails(stage);
  }

  @Test
  void shouldPassOnAnExhaustedHeap() {
    Predicate<Object> greedy =
        element -> {
          throw new OutOfMemoryError("everybody's");
        };
    var stage = stage(new Node.Filter("step", "source", greedy), Nodes.sink("step"));

    assertThatThrownBy(() -> stage.read("k", "1:a")).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  @SuppressWarnings("NullAway") // what a job may return, and must not
  void shouldMakeDeadLettersOfNulls() {
    var mapped =
        stage(
            new Node.MapElements("step", "source", element -> null, Optional.empty()),
            Nodes.sink("step"));
    mapped.read("k", "1:a");
    assertThat(mapped.causes()).containsExactly("step FUNCTION_FAILED");

    var expanded =
        stage(
            new Node.FlatMapElements(
                "step", "source", element -> Arrays.asList("1:a", null), Optional.empty()),
            Nodes.sink("step"));
    expanded.read("k", "1:a");
    assertThat(expanded.causes()).containsExactly("step FUNCTION_FAILED");
    assertThat(expanded.results).isEmpty();

    var timeless =
        new StageUnderTest(
            StageContext.Incoming.NONE, Nodes.source(element -> null), Nodes.sink("source"));
    timeless.read("k", "1:a");
    assertThat(timeless.causes()).containsExactly("source NO_EVENT_TIME");

    for (StageUnderTest stage : List.of(mapped, expanded, timeless)) {
      assertThat(stage.imbalance()).isZero();
    }
  }

  @Test
  void shouldKeepTheRawRecordOfBytesThatCannotBeDecoded() {
    var stage = stage(Nodes.sink("source"));
    stage.read("k", null);
    stage.read(null, "1:fine");

    assertThat(stage.causes()).containsExactly("source NULL");
    DeadLetter letter = stage.deadLetters.get(0);
    assertThat(letter.origin().offset()).isZero();
    assertThat(letter.origin().key()).isEqualTo("k".getBytes(UTF_8));
    assertThat(letter.origin().value()).isNull();
    assertThat(stage.results).containsExactly("1:fine");
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldRefuseEventTimesThatNothingCanBeReckonedWith() {
    var stage =
        new StageUnderTest(
            StageContext.Incoming.NONE,
            Nodes.source(
                element ->
                    switch (Nodes.restOf(element)) {
                      case "max" -> Instant.MAX;
                      case "min" -> Instant.MIN;
                      case "least" -> Instant.ofEpochMilli(Long.MIN_VALUE);
                      default -> Nodes.timeOf(element);
                    }),
            Nodes.sink("source"));
    List.of("1:max", "1:min", "1:least", "10000000:far", "100:first", "1101:ahead", "1100:just")
        .forEach(value -> stage.read("k", value));

    assertThat(stage.results).containsExactly("100:first", "1100:just");
    assertThat(stage.causes())
        .containsExactly(
            "source TOO_FAR_AHEAD",
            "source TOO_FAR_AHEAD",
            "source NO_EVENT_TIME",
            "source AHEAD_OF_CLOCK",
            "source TOO_FAR_AHEAD");
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldRefuseResultsThatATopicWouldRefuse() {
    var stage = stage(Nodes.sink("source"), Nodes.send(element -> "k"));
    stage.read("k", "1:" + "x".repeat(60));

    assertThat(stage.causes()).containsExactly("sink TOO_LARGE", "send TOO_LARGE");
  }

  @Test
  void shouldBoundTheMessageOfADeadLetterAndKeepItOnOneLine() {
    var stage =
        stage(
            new Node.Filter(
                "step",
                "source",
                element -> {
                  throw new IllegalStateException("long\r\n" + "x".repeat(2_000_000));
                }),
            Nodes.sink("step"));
    stage.read("k", "1:a");

    assertThat(stage.deadLetters.get(0).message())
        .startsWith("IllegalStateException: long x")
        .hasSizeLessThan(1_100)
        .doesNotContain("\n", "\r");
  }

  @Test
  void shouldJoinOnTheRecordsOwnKeyOnly() {
    BiFunction<Object, Object, Object> joiner = (element, value) -> element + "+" + value;
    var inner = stage(Nodes.join(Node.JoinKind.INNER, Nodes::restOf, joiner), Nodes.sink("join"));
    inner.read("known", "1:known");
    inner.read("other", "2:other");
    inner.read("known", "3:known2");
    inner.read(null, "4:known");
    assertThat(inner.results).containsExactly("1:known+value");
    assertThat(inner.causes()).containsExactly("join KEY_MISMATCH", "join NULL_KEY");
    assertThat(inner.ledger()).containsEntry("join FILTERED", 1L);
    assertThat(inner.imbalance()).isZero();

    var left = stage(Nodes.join(Node.JoinKind.LEFT, Nodes::restOf, joiner), Nodes.sink("join"));
    left.read("other", "2:other");
    assertThat(left.results).containsExactly("2:other+null");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldMakeADeadLetterOfWhateverAJoinThrows(Function<Object, Object> function) {
    checkOnlyTheBadOneFails(
        stage(
            Nodes.join(Node.JoinKind.LEFT, element -> "k", (e, value) -> function.apply(e)),
            Nodes.sink("join")));
  }

  @Test
  @SuppressWarnings("NullAway") // what a job may return, and must not
  void shouldMakeADeadLetterOfAWindowsNullKeyAndOfWhatItsAggregationRefuses() {
    var stage =
        stage(
            Nodes.partial(
                Nodes.window(
                    element -> Nodes.restOf(element).equals("7") ? null : "k", (w, ids) -> ids)));
    stage.read("k", "1:7");
    stage.read("k", "1:no number");
    stage.read("k", "1:8");

    assertThat(stage.causes()).containsExactly("window NULL_KEY", "window AGGREGATION_FAILED");
    assertThat(stage.ledger()).containsEntry("partial COUNTED", 1L);
    assertThat(stage.imbalance()).isZero();
    assertThat(stage.exchanged)
        .filteredOn(ExchangeMessage.Partial.class::isInstance)
        .singleElement()
        .satisfies(message -> assertThat(((ExchangeMessage.Partial) message).count()).isEqualTo(1));
  }

  @Test
  void shouldHandOverTheRawRecordThatIsLate() {
    var stage = stage(Nodes.partial(Nodes.window(element -> "k", (w, ids) -> ids)));
    stage.read("k", "100:1");
    stage.read("late", "75:2");
    stage.read("k", "91:3");

    assertThat(stage.late).hasSize(1);
    LateRecord late = stage.late.get(0);
    assertThat(late.origin().key()).isEqualTo("late".getBytes(UTF_8));
    assertThat(late.eventTime()).isEqualTo(75);
    assertThat(late.watermark()).isEqualTo(90);
    assertThat(late.windowStart()).isEqualTo(70);
    assertThat(late.windowEnd()).isEqualTo(80);
    assertThat(stage.ledger()).containsEntry("partial LATE", 1L);
  }

  @Test
  void shouldSayActiveThenDataThenTheWatermarkThatCoversIt() {
    var stage = stage(Nodes.partial(Nodes.window(element -> "k", (w, ids) -> ids)));
    stage.read("k", "100:1");
    stage.read("k", "101:2");
    stage.flush();
    stage.becomeIdle(2);
    stage.flush();

    assertThat(stage.exchanged.stream().map(SourceStageTest::kind).toList())
        .containsExactly("ACTIVE", "data", "ACTIVE", "IDLE");
  }

  @Test
  void shouldWriteNothingWhenNothingWasReadSinceNothingFencesIt() {
    var stage = stage(Nodes.partial(Nodes.window(element -> "k", (w, ids) -> ids)));
    stage.flush();
    List<String> written = new ArrayList<>();
    stage.progress.range(new byte[0], null, (key, value) -> written.add(ProgressKeys.text(key)));

    assertThat(written).isEmpty();
    assertThat(stage.exchanged).isEmpty();
  }

  @Test
  void shouldSendWithItsOriginWhatComesBackFromIdlenessAlsoAfterARestart() {
    var stage = stage(Nodes.partial(Nodes.window(element -> "k", (w, ids) -> ids)));
    stage.read("k", "100:1");
    stage.becomeIdle(1);
    stage.flush();
    stage.restart();
    stage.read("k", "101:2");
    stage.flush();
    stage.restart();
    stage.read("k", "102:3");
    stage.flush();

    assertThat(
            stage.exchanged.stream()
                .filter(ExchangeMessage.Partial.class::isInstance)
                .map(message -> ((ExchangeMessage.Partial) message).origin() != null))
        .containsExactly(false, true, true);
  }

  private static String kind(ExchangeMessage message) {
    return message instanceof ExchangeMessage.Control control
        ? control.message().activity() == ChannelStatus.ACTIVE ? "ACTIVE" : "IDLE"
        : "data";
  }

  private static void checkOnlyTheBadOneFails(StageUnderTest stage) {
    stage.read("k", "1:a");
    stage.read("k", "2:bad");
    stage.read("k", "3:c");

    assertThat(stage.results).containsExactly("1:a", "3:c");
    assertThat(stage.causes()).hasSize(1).first().asString().endsWith("FUNCTION_FAILED");
    assertThat(stage.deadLetters.get(0).message()).doesNotContain("\n");
    assertThat(stage.deadLetters.get(0).origin().offset()).isEqualTo(1);
    assertThat(stage.imbalance()).isZero();
  }

  private static StageUnderTest stage(Node... nodes) {
    Node[] all = new Node[nodes.length + 1];
    all[0] = Nodes.source();
    System.arraycopy(nodes, 0, all, 1, nodes.length);
    return new StageUnderTest(StageContext.Incoming.NONE, all);
  }

  private static Function<Object, Object> failing(Runnable failure) {
    return element -> {
      if (Nodes.restOf(element).equals("bad")) {
        failure.run();
      }
      return element;
    };
  }

  private static Iterable<?> halfWay(Object element, Function<Object, Object> function) {
    return () ->
        new Iterator<>() {
          private int made = Nodes.restOf(element).equals("bad") ? 0 : 1;

          @Override
          public boolean hasNext() {
            return made < 2;
          }

          @Override
          public Object next() {
            made++;
            return made == 1 ? element : function.apply(element);
          }
        };
  }

  @SuppressWarnings("InfiniteRecursion")
  private static void endlessRecursion() {
    endlessRecursion();
  }

  /** An exception that has nothing to say. */
  private static final class SelfishException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("won't tell");
    }
  }
}
