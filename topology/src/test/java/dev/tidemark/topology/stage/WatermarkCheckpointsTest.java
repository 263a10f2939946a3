package dev.tidemark.topology.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.eventtime.time.SourceClock;
import dev.tidemark.topology.stage.base.ProgressKeys;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a run notes of the clock of a partition. */
class WatermarkCheckpointsTest {
  private final InMemoryOrderedStore store = new InMemoryOrderedStore();
  private final SourceClock clock = new SourceClock(5, OptionalLong.empty());
  private WatermarkCheckpoints marks = marks();

  @Test
  void shouldNoteTheClockBeforeAnOffsetAndTheSameClockOnlyOnce() {
    marks.before(200, clock); // no event yet: there is no clock
    clock.advance(7);
    marks.before(250, clock);
    marks.before(349, clock);
    marks.before(350, clock); // the same
    clock.advance(9);
    marks.before(351, clock);

    assertThat(stored()).containsExactly(entry(250, 7), entry(351, 9));
  }

  @Test
  void shouldGoOnWhereAnEarlierOwnerStopped() {
    clock.advance(1);
    marks.before(100, clock);
    clock.advance(2);

    marks = marks();
    marks.restore();
    marks.before(199, clock);
    marks.before(200, clock);

    assertThat(stored()).containsExactly(entry(100, 1), entry(200, 2));
  }

  @Test
  void shouldKeepABoundedNumberAndTheNewestDensest() {
    for (int i = 1; i <= 5_000; i++) {
      clock.advance(i);
      marks.before(100L * i, clock);
    }

    TreeMap<Long, Long> kept = stored();
    assertThat(kept)
        .hasSizeBetween(WatermarkCheckpoints.MARKS_MAX / 2, WatermarkCheckpoints.MARKS_MAX);
    assertThat(kept).containsEntry(100L, 1L).containsEntry(500_000L, 5_000L);
    assertThat(kept.tailMap(500_000L - 100 * 200)).hasSize(201);
    kept.forEach((offset, highest) -> assertThat(highest).isEqualTo(offset / 100));
  }

  private WatermarkCheckpoints marks() {
    return new WatermarkCheckpoints(store, "orders", 3, 100);
  }

  private TreeMap<Long, Long> stored() {
    TreeMap<Long, Long> stored = new TreeMap<>();
    store.range(
        new byte[0],
        null,
        (key, value) ->
            stored.put(
                Long.parseLong(ProgressKeys.text(key).substring("mark/orders/3/".length())),
                Long.parseLong(ProgressKeys.text(value))));
    return stored;
  }

  private static java.util.Map.Entry<Long, Long> entry(long offset, long highest) {
    return java.util.Map.entry(offset, highest);
  }
}
