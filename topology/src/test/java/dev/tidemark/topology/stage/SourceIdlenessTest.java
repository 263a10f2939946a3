package dev.tidemark.topology.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageScope;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SourceIdlenessTest {
  private final InMemoryOrderedStore store = new InMemoryOrderedStore();
  private final NavigableMap<Long, Long> wokenBelow = new TreeMap<>();
  private long now = 1_000;

  @Test
  void shouldBeIdleUntilTheNextRecord() {
    SourceIdleness idleness = opened(0);
    assertThat(idleness.isWoken(4, 0)).isFalse();

    idleness.become(5);
    assertThat(idleness.isIdle()).isTrue();
    assertThat(idleness.isWoken(5, 0)).isTrue();
    assertThat(idleness.isIdle()).isFalse();
  }

  @Test
  void shouldComeBackUntilTheWatermarkHasReachedTheInstantOfTheFirstRecord() {
    SourceIdleness idleness = opened(0);
    idleness.become(5);

    assertThat(idleness.isWoken(5, 900)).isTrue();
    now = 2_000;
    assertThat(idleness.isWoken(6, 999)).isTrue();
    assertThat(idleness.isWoken(7, 1_000)).isFalse();
  }

  @Test
  void shouldHandOverToANewOwnerThatThePartitionIsIdleOrComesBack() {
    opened(0).become(5);

    SourceIdleness second = opened(5);
    assertThat(second.isIdle()).as("it tells so itself when it has proved it").isFalse();
    assertThat(second.isWoken(5, 900)).isTrue();
    second.flush();

    assertThat(opened(6).isWoken(6, 999)).isTrue();
    assertThat(opened(6).isWoken(6, 1_000)).isFalse();
  }

  @Test
  void shouldIgnoreAnIdlenessThatAFormerOwnerFoundBehindThePosition() {
    opened(0).become(5);

    assertThat(opened(6).isWoken(6, 900)).isFalse();
  }

  @Test
  void shouldStoreNothingThatHasNotChanged() {
    SourceIdleness idleness = opened(0);
    assertThat(idleness.isWoken(0, 0)).isFalse();
    idleness.flush();

    store.range(new byte[0], null, (key, value) -> assertThat(ProgressKeys.text(key)).isNull());
  }

  @Test
  void shouldRepeatWhereReadersOfAnEarlierRunHadGoneOn() {
    wokenBelow.putAll(Map.of(10L, 50L, 20L, 80L));
    SourceIdleness idleness = opened(0);

    assertThat(idleness.isWoken(9, 0)).isFalse();
    assertThat(idleness.isWoken(10, 49)).isTrue();
    assertThat(idleness.isWoken(10, 50)).isFalse();
    assertThat(idleness.isWoken(25, 79)).isTrue();
  }

  private SourceIdleness opened(long position) {
    StageScope scope = new StageScope(Optional.empty(), wokenBelow, Map.of(), Optional.empty(), 10);
    SourceIdleness idleness = new SourceIdleness(store, () -> now, scope, "orders", 3);
    idleness.restore(position);
    return idleness;
  }
}
