package dev.tidemark.topology.stage.base;

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
import dev.tidemark.topology.eventtime.window.OverlappingWindows;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.Nodes;
import dev.tidemark.topology.stage.StageUnderTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Both phases of windows of 10 ms that begin every 5 ms: a kind that the engine does not know. */
class OverlappingWindowsStageTest {
  private static final ElementIds IDS =
      new ElementIds(element -> new int[] {Integer.parseInt(Nodes.restOf(element))});
  private static final Node.Window WINDOW =
      new Node.Window(
          "window",
          "",
          new Node.Window.Keying(Types.STRING, element -> "key"),
          new Node.Window.Closing(new OverlappingWindows(10, 5), 0, Optional.of("late"), 100),
          IDS,
          (bounds, ids) ->
              ((TimeWindow<?>) bounds).start().toEpochMilli()
                  + ".."
                  + ((TimeWindow<?>) bounds).end().toEpochMilli()
                  + Arrays.toString((int[]) ids),
          Optional.empty());

  private final StageUnderTest source =
      new StageUnderTest(StageContext.Incoming.NONE, Nodes.source(), Nodes.partial(WINDOW));
  private final StageUnderTest closing =
      new StageUnderTest(
          StageUnderTest.FROM_TWO,
          new Node.FinalWindow("window", Nodes.EXCHANGE, WINDOW),
          Nodes.sink("window"));

  @Test
  void shouldCountAnElementOnceAndHandOverTheWindowsThatItHasMissed() {
    source.read(null, "100:1"); // the watermark is 90
    source.read(null, "88:2"); // late for 80..90
    source.read(null, "84:3"); // late for 75..85 and 80..90

    assertThat(source.ledger())
        .containsEntry("partial COUNTED", 2L)
        .containsEntry("partial LATE", 1L)
        .containsEntry("source READ", 3L);
    assertThat(source.imbalance()).isZero();
    assertThat(source.late)
        .extracting(late -> late.eventTime() + " " + late.windowStart() + ".." + late.windowEnd())
        .containsExactly("88 80..90", "84 75..90");
    assertThat(partials())
        .containsExactly("100..109 x1 counted 1", "95..104 x1 counted 0", "85..94 x1 counted 1");
  }

  @Test
  void shouldTakeAnElementOutOfTheLedgerWithTheLastOfItsWindowsAlone() {
    receive(5, 0, 1);
    receive(0, 1, 2);
    advance(9);
    receive(0, 0, 3); // its channel has been idle; its other window takes it
    assertThat(closing.ledger()).doesNotContainKey("window LATE");
    advance(14);
    receive(5, 1, 4); // late for all of its windows
    receive(0, 0, 4);

    assertThat(closing.ledger()).containsEntry("window LATE", 1L);
    assertThat(closing.late)
        .extracting(late -> late.windowStart() + ".." + late.windowEnd())
        .containsExactly("0..10", "5..15", "0..10");
    assertThat(closing.results).containsExactly("0..10[2]", "5..15[1]");
  }

  @Test
  void shouldKeepOpenPanesUnderANewOwner() {
    receive(0, 0, 1);
    receive(5, 1, 1);
    closing.flush();
    closing.restart();
    receive(5, 1, 2);
    advance(14);

    assertThat(closing.results).containsExactly("0..10[1]", "5..15[1, 2]");
    assertThat(closing.imbalance()).isZero();
  }

  @Test
  void shouldCorrectEachWindowByItself() {
    receive(0, 0, 1);
    receive(5, 1, 1);
    advance(9);
    correct(5, 1, 2); // waits
    correct(0, 0, 2);
    assertThat(closing.results).containsExactly("0..10[1]", "0..10[1, 2] corrected 1");
    advance(14);
    advance(109); // 0..10 is forgotten
    correct(5, 1, 3);
    correct(0, 0, 3);

    assertThat(closing.results)
        .endsWith("5..15[1]", "5..15[1, 2] corrected 1", "5..15[1, 2, 3] corrected 2");
    assertThat(closing.late).extracting(LateRecord::windowEnd).containsExactly(10L);
    assertThat(closing.ledger()).doesNotContainKey("window LATE");
  }

  private List<String> partials() {
    List<String> partials = new ArrayList<>();
    for (ExchangeMessage message : source.exchanged) {
      if (message instanceof ExchangeMessage.Partial partial) {
        partials.add(
            "%d..%d x%d counted %d"
                .formatted(partial.first(), partial.last(), partial.count(), partial.counted()));
      }
    }
    return partials;
  }

  private void receive(long start, long counted, int id) {
    closing.receive(
        "key".getBytes(UTF_8),
        new ExchangeMessage.Partial(0, start, start + 9, 1, counted, accumulator(id), origin(id)));
  }

  private void correct(long start, long counted, int id) {
    closing.receive(
        "key".getBytes(UTF_8),
        new ExchangeMessage.Correction(0, start, start + 9, counted, accumulator(id), origin(id)));
  }

  private static SourceRecord origin(int id) {
    return new SourceRecord("events", 0, id, 5, "key".getBytes(UTF_8), null, List.of());
  }

  private static byte[] accumulator(int id) {
    return new Aggregates(IDS).encode(new int[] {id});
  }

  private void advance(long watermark) {
    for (int channel = 0; channel < 2; channel++) {
      closing.receive(
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
