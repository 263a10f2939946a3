package dev.tidemark.topology.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.eventtime.exchange.ControlMessage;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.StepFailedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of an element whose step fails, and of those that come behind it. */
class RetryTest {

  private static final OnError TWICE = retried(OnError.Action.DEAD_LETTER, 2);

  /** How often an element fails yet, by its text. */
  private final Map<String, Integer> failures = new HashMap<>();

  @Test
  void shouldTryAgainAfterTheBackOffUntilItSucceeds() {
    StageUnderTest stage = mapped(TWICE, 100);
    failures.put("1:a", 2);

    stage.read("k", "1:a");
    assertThat(stage.waiting()).isEqualTo(1);
    stage.advance(99);
    stage.advance(1);
    assertThat(stage.results).isEmpty();
    stage.advance(199); // twice as long the second time
    assertThat(stage.results).isEmpty();
    stage.advance(1);

    assertThat(stage.results).containsExactly("1:a");
    assertThat(stage.waiting()).isZero();
    assertThat(stage.deadLetters).isEmpty();
    assertThat(stage.ledger()).containsEntry("source READ", 1L).containsEntry("sink COUNTED", 1L);
  }

  @Test
  void shouldKeepTheOrderOfAKeyAndLetTheOthersGoOn() {
    StageUnderTest stage = mapped(TWICE, 100);
    failures.put("1:a", 1);

    stage.read("k", "1:a");
    stage.read("k", "2:b");
    stage.read("other", "3:c");
    stage.read(null, "4:d");
    stage.read("k", "5:e");
    assertThat(stage.results).containsExactly("3:c", "4:d");
    stage.advance(100);

    assertThat(stage.results).containsExactly("3:c", "4:d", "1:a", "2:b", "5:e");
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldLetTheNextOfAKeyFailAndWaitForItself() {
    StageUnderTest stage = mapped(TWICE, 100);
    failures.put("1:a", 1);
    failures.put("2:b", 1);

    stage.read("k", "1:a");
    stage.read("k", "2:b");
    stage.read("k", "3:c");
    stage.advance(100);
    assertThat(stage.results).containsExactly("1:a");
    stage.advance(100);

    assertThat(stage.results).containsExactly("1:a", "2:b", "3:c");
  }

  @Test
  void shouldGiveItUpAfterTheLastAttemptAndSayHowOftenItWasTried() {
    StageUnderTest stage = mapped(TWICE, 100);
    failures.put("1:a", 100);

    stage.read("k", "1:a");
    stage.read("k", "2:b");
    stage.advance(100);
    stage.advance(200);

    assertThat(stage.results).containsExactly("2:b");
    DeadLetter letter = stage.deadLetters.get(0);
    assertThat(letter.attempts()).isEqualTo(new DeadLetter.Attempts(3, 1_000_000, 1_000_300));
    assertThat(letter.eventTime()).hasValue(1);
    assertThat(letter.stackTrace()).contains("IllegalStateException: not now");
    assertThat(stage.ledger())
        .containsEntry("source READ", 2L)
        .containsEntry("step DEAD_LETTERED", 1L)
        .containsEntry("sink COUNTED", 1L);
  }

  @Test
  void shouldNotTryAgainWhatCannotGetBetter() {
    StageUnderTest stage = mapped(TWICE, 100);

    stage.read("k", null);
    stage.read("k", "1:" + "x".repeat(100));

    assertThat(stage.causes()).containsExactly("source NULL", "sink TOO_LARGE");
    assertThat(stage.deadLetters).allMatch(letter -> letter.attempts().count() == 1);
  }

  @Test
  void shouldUndoWhatTheFailedAttemptHasSentAndCounted() {
    StageUnderTest stage =
        new StageUnderTest(
            TWICE,
            100,
            StageContext.Incoming.NONE,
            Nodes.source(),
            new Node.FlatMapElements(
                "many", "source", element -> List.of("1:first", element, "1:last"), none()),
            new Node.MapElements("step", "many", this::failing, none()),
            Nodes.sink("step"));
    failures.put("5:a", 1);

    stage.read("k", "5:a");
    assertThat(stage.results).isEmpty();
    assertThat(stage.ledger()).isEmpty();
    stage.advance(100);

    assertThat(stage.results).containsExactly("1:first", "5:a", "1:last");
    assertThat(stage.ledger())
        .containsEntry("source READ", 1L)
        .containsEntry("many EXPANDED", 2L)
        .containsEntry("sink COUNTED", 3L);
  }

  @Test
  void shouldHoldTheWatermarkBackWhileAnElementWaits() {
    Node.Window window = Nodes.window(element -> "key", (bounds, ids) -> ids);
    StageUnderTest stage =
        new StageUnderTest(
            TWICE,
            100,
            StageContext.Incoming.NONE,
            Nodes.source(),
            new Node.MapElements("step", "source", this::failing, none()),
            new Node.PartialWindow("partial", "step", Nodes.EXCHANGE, window));
    failures.put("105:1", 1);

    stage.read("a", "100:0");
    stage.read("b", "105:1");
    stage.read("c", "500:2");
    stage.flush();
    assertThat(watermark(stage)).isEqualTo(90); // before 105:1 was read
    stage.advance(100);
    stage.flush();

    assertThat(watermark(stage)).isEqualTo(490);
    assertThat(stage.late).isEmpty();
    assertThat(stage.exchanged)
        .filteredOn(ExchangeMessage.Partial.class::isInstance)
        .extracting(message -> ((ExchangeMessage.Partial) message).count())
        .containsExactly(1L, 1L, 1L);
  }

  @Test
  void shouldNotBeIdleWhileAnElementWaits() {
    StageUnderTest stage = mapped(TWICE, 100);
    failures.put("1:a", 1);

    stage.read("k", "1:a");
    stage.becomeIdle(1);
    assertThat(stage.isIdle()).isFalse();
    stage.advance(100);
    stage.becomeIdle(1);

    assertThat(stage.isIdle()).isTrue();
  }

  @Test
  void shouldGoOnWhereTheOwnerBeforeCommitted() {
    StageUnderTest stage = mapped(TWICE, 100);
    failures.put("1:a", 2);

    stage.read("k", "1:a");
    stage.read("k", "2:b");
    stage.read(null, "3:c");
    stage.advance(100);
    stage.flush();
    stage.restart();
    assertThat(stage.waiting()).isEqualTo(2);
    stage.read("k", "4:d");
    assertThat(stage.results).containsExactly("3:c");
    stage.advance(200);

    assertThat(stage.results).containsExactly("3:c", "1:a", "2:b", "4:d");
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldGiveTheOldestItsLastAttemptWhenMoreWaitThanMay() {
    StageUnderTest stage = mapped(TWICE, 2);
    failures.put("1:a", 100);
    failures.put("2:b", 1);
    failures.put("3:c", 1);

    stage.read("k1", "1:a");
    stage.read("k2", "2:b");
    assertThat(stage.deadLetters).isEmpty();
    stage.read("k3", "3:c");

    assertThat(stage.waiting()).isEqualTo(2);
    assertThat(stage.deadLetters)
        .singleElement()
        .satisfies(letter -> assertThat(letter.attempts().count()).isEqualTo(2));
    stage.advance(100);
    assertThat(stage.results).containsExactly("2:b", "3:c");
  }

  @Test
  void shouldSkipAndCount() {
    StageUnderTest stage = mapped(retried(OnError.Action.SKIP, 0), 100);
    failures.put("1:a", 100);

    stage.read("k", "1:a");
    stage.read("k", "2:b");

    assertThat(stage.deadLetters).isEmpty();
    assertThat(stage.ledger()).containsEntry("step SKIPPED", 1L).containsEntry("sink COUNTED", 1L);
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldFailTheJobAndSayAtWhichRecord() {
    StageUnderTest stage = mapped(retried(OnError.Action.FAIL, 1), 100);
    failures.put("1:a", 100);

    stage.read("k", "1:a");
    assertThatThrownBy(() -> stage.advance(100))
        .isInstanceOf(StepFailedException.class)
        .hasMessage(
            "step step can't process a record of topic events, partition 0, offset 0:"
                + " FUNCTION_FAILED IllegalStateException: not now");
  }

  @Test
  void shouldFailTheJobAboveItsLimitOfDeadLetters() {
    OnError policy =
        new OnError(
            OnError.Action.DEAD_LETTER, Optional.empty(), Optional.of(new OnError.Limit(2, 1_000)));
    StageUnderTest stage = mapped(policy, 100);

    stage.read("k", null);
    stage.read("k", null);
    stage.advance(1_001);
    stage.read("k", null);
    stage.read("k", null);
    assertThat(stage.deadLetters).hasSize(4);

    assertThatThrownBy(() -> stage.read("k", null))
        .isInstanceOf(StepFailedException.class)
        .hasMessageStartingWith(
            "more than 2 elements were rejected within 1000 ms by one task; the last by step"
                + " source, of topic events, partition 0, offset 4: NULL");
  }

  private StageUnderTest mapped(OnError policy, int parkedUnitsMax) {
    return new StageUnderTest(
        policy,
        parkedUnitsMax,
        StageContext.Incoming.NONE,
        Nodes.source(),
        new Node.MapElements("step", "source", this::failing, none()),
        Nodes.sink("step"));
  }

  private Object failing(Object element) {
    int left = failures.getOrDefault(element.toString(), 0);
    if (left > 0) {
      failures.put(element.toString(), left - 1);
      throw new IllegalStateException("not now");
    }
    return element;
  }

  private static OnError retried(OnError.Action action, int times) {
    return new OnError(action, Optional.of(new OnError.Retry(times, 100, 1_000)), Optional.empty());
  }

  private static long watermark(StageUnderTest stage) {
    return stage.exchanged.stream()
        .filter(ExchangeMessage.Control.class::isInstance)
        .map(message -> ((ExchangeMessage.Control) message).message())
        .map(ControlMessage::watermark)
        .mapToLong(watermark -> watermark.time())
        .max()
        .orElse(Long.MIN_VALUE);
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }
}
