package dev.tidemark.topology.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.exchange.ChannelStatus;
import dev.tidemark.topology.eventtime.exchange.ControlMessage;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage.Missing;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.eventtime.window.ElementIds;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.Handover;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.StageScope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stages of a run that begins in the middle, repeats what was decided, or has taken over. */
class ScopedStageTest {
  private static final long ALL_BEFORE = Long.MIN_VALUE;

  @Test
  void shouldTellLateFromOnTimeByTheClockThatItBeginsWith() {
    var stage = source(scope(new StageScope.Start(50, OptionalLong.of(100))));

    stage.read("k", "79:1"); // the watermark is 90, window [70, 80) is complete
    stage.read("k", "95:2");
    stage.flush();

    assertThat(stage.late).extracting(LateRecord::eventTime).containsExactly(79L);
    assertThat(stage.late).extracting(LateRecord::watermark).containsExactly(90L);
    assertThat(stage.ledger()).containsEntry("partial COUNTED", 1L);
    assertThat(stage.exchanged.get(0)).isEqualTo(new Missing(ALL_BEFORE, 100));
  }

  @Test
  void shouldTakeWhatWasBeforeForNoLaterThanItsFirstEventAllowsWhereNothingIsKnown() {
    var stage = source(scope(new StageScope.Start(50, OptionalLong.empty())));

    stage.read("k", "200:1");
    stage.flush();
    stage.restart();
    stage.read("k", "300:2");
    stage.flush();

    assertThat(missing(stage))
        .containsExactly(new Missing(ALL_BEFORE, 210), new Missing(ALL_BEFORE, 210));
    assertThat(indexOfFirst(stage, Missing.class)).isLessThan(indexOfWatermark(stage));
  }

  @Test
  void shouldMissNothingFromTheTrueBeginning() {
    var stage = source(scope(new StageScope.Start(0, OptionalLong.empty())));

    stage.read("k", "200:1");
    stage.flush();

    assertThat(missing(stage)).isEmpty();
  }

  @Test
  void shouldCountAndNotWriteWindowsThatMayLackWhatWasBefore() {
    var stage = window(StageScope.NONE);
    stage.receive(new byte[] {'~'}, new Missing(ALL_BEFORE, 12));
    stage.flush();
    stage.restart();
    partial(stage, 0, null);
    partial(stage, 10, null);
    partial(stage, 20, null);
    control(stage, 0, 50, 1);
    control(stage, 1, 50, 1);

    assertThat(stage.results).containsExactly("20[1]");
    assertThat(stage.ledger())
        .containsEntry("window READ", 3L)
        .containsEntry("window INCOMPLETE", 2L);
    assertThat(stage.imbalance()).isZero();
  }

  @Test
  void shouldRepeatByWhichWatermarkAnElementOfAnIdlePartitionWasLate() {
    var lateBy = Map.of(1, new TreeMap<>(Map.of(7L, 25L)));
    var stage =
        window(
            new StageScope(
                Optional.empty(),
                new TreeMap<>(),
                Map.copyOf(lateBy),
                Optional.empty(),
                StageScope.CLOCK_MARKS_EVERY));
    control(stage, 0, 5, 1);
    control(stage, 1, 5, 1);

    partial(stage, 10, origin(6)); // before the decision
    partial(stage, 10, origin(7));
    partial(stage, 20, origin(8)); // 25 does not complete it

    assertThat(stage.late).extracting(late -> late.origin().offset()).containsExactly(7L);
    assertThat(stage.late).extracting(LateRecord::watermark).containsExactly(25L);
    stage.flush();
    assertThat(stage.progress.get(ProgressKeys.bytes("idle/1/7"))).isEqualTo("25".getBytes(UTF_8));
  }

  @Test
  void shouldSendOneByOneWhatReadersMayHaveGoneOnWithout() {
    var stage =
        source(
            new StageScope(
                Optional.empty(),
                new TreeMap<>(Map.of(1L, 40L)),
                Map.of(),
                Optional.empty(),
                StageScope.CLOCK_MARKS_EVERY));

    stage.read("k", "20:1");
    stage.read("k", "30:2"); // from offset 1 on, as long as the watermark is below 40
    stage.read("k", "60:3");
    stage.read("k", "61:4");
    stage.flush();

    List<SourceRecord> origins =
        stage.exchanged.stream()
            .filter(ExchangeMessage.Partial.class::isInstance)
            .map(message -> ((ExchangeMessage.Partial) message).origin())
            .toList();
    assertThat(origins.stream().filter(origin -> origin != null).map(SourceRecord::offset))
        .containsExactly(1L, 2L);
  }

  @Test
  void shouldTellWhatBelongsToTheRunBeforeByOffsetAndByLastMillisecond() {
    var cut = new Handover(Map.of("events", Map.of(0, 10L)), Map.of("window", Map.of(3, 1_000L)));

    assertThat(cut.isBefore(record("events", 0, 9), 0)).isTrue();
    assertThat(cut.isBefore(record("events", 0, 10), 0)).isFalse();
    assertThat(cut.isBefore(record("events", 1, 0), 0)).as("it has no cut").isFalse();
    assertThat(cut.isBefore(record("window", 3, -1), 1_000)).isTrue();
    assertThat(cut.isBefore(record("window", 3, -1), 1_001)).isFalse();
  }

  private static StageScope scope(StageScope.Start start) {
    return new StageScope(
        Optional.of(start),
        new TreeMap<>(),
        Map.of(),
        Optional.empty(),
        StageScope.CLOCK_MARKS_EVERY);
  }

  private static StageUnderTest source(StageScope scope) {
    return new StageUnderTest(
        scope,
        StageContext.Incoming.NONE,
        Nodes.source(),
        Nodes.partial(Nodes.window(element -> "k", (window, ids) -> "")));
  }

  private static StageUnderTest window(StageScope scope) {
    Node.Window window =
        Nodes.window(
            element -> "k",
            (bounds, ids) ->
                ((TimeWindow<?>) bounds).start().toEpochMilli() + Arrays.toString((int[]) ids));
    return new StageUnderTest(
        scope,
        StageUnderTest.FROM_TWO,
        new Node.FinalWindow("window", Nodes.EXCHANGE, window),
        Nodes.sink("window"));
  }

  private static void partial(StageUnderTest stage, long start, @Nullable SourceRecord origin) {
    byte[] accumulator =
        new Aggregates(new ElementIds(element -> new int[0])).encode(new int[] {1});
    stage.receive(
        "k".getBytes(UTF_8),
        new ExchangeMessage.Partial(1, start, start + 9, 1, accumulator, origin));
  }

  private static void control(StageUnderTest stage, int channel, long watermark, long position) {
    stage.receive(
        new byte[] {'~'},
        new ExchangeMessage.Control(
            new ControlMessage(
                "exchange", channel, 2, new Watermark(watermark), ChannelStatus.ACTIVE, position)));
  }

  private static SourceRecord origin(long offset) {
    return record("events", 1, offset);
  }

  private static SourceRecord record(String topic, int partition, long offset) {
    return new SourceRecord(topic, partition, offset, 0, null, null);
  }

  private static List<Missing> missing(StageUnderTest stage) {
    return stage.exchanged.stream()
        .filter(Missing.class::isInstance)
        .map(Missing.class::cast)
        .toList();
  }

  private static int indexOfFirst(StageUnderTest stage, Class<?> kind) {
    for (int i = 0; i < stage.exchanged.size(); i++) {
      if (kind.isInstance(stage.exchanged.get(i))) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  private static int indexOfWatermark(StageUnderTest stage) {
    for (int i = 0; i < stage.exchanged.size(); i++) {
      if (stage.exchanged.get(i) instanceof ExchangeMessage.Control control
          && !control.message().watermark().equals(Watermark.NOTHING_YET)) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }
}
