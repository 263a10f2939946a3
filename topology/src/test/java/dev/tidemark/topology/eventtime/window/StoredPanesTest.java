package dev.tidemark.topology.eventtime.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a reader beside the window sees, against the panes that were put in. */
class StoredPanesTest {
  private static final List<String> KEYS = List.of("", "a", "ab", "b", "\u00ff");
  private static final Aggregates AGGREGATES =
      new Aggregates(new ElementIds(element -> new int[] {(Integer) element}));

  private final InMemoryOrderedStore store = new InMemoryOrderedStore();
  private int looks;

  @Test
  void shouldFindTheOpenTumblingPanesOfEachKeyAlone() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      WindowSpec.Tumbling spec = new WindowSpec.Tumbling(random.nextLong(1, 12));
      InMemoryOrderedStore panesStore = new InMemoryOrderedStore();
      Panes panes = spec.panes(AGGREGATES, panesStore, 3);
      TreeMap<String, TreeMap<Long, Long>> counts = new TreeMap<>();
      for (int i = 0; i < 40; i++) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        long time = random.nextLong(-100, 100);
        long end = spec.endOf(time);
        panes.add(key(key), end - spec.sizeMs(), end - 1, 1, AGGREGATES.accumulate(null, i));
        counts.computeIfAbsent(key, k -> new TreeMap<>()).merge(end, 1L, Long::sum);
      }
      long watermark = random.nextLong(-100, 100);
      panes.close(new Watermark(watermark), (key, first, last, count, accumulator) -> {});
      panes.flush();

      for (String key : KEYS) {
        List<String> expected = new ArrayList<>();
        counts
            .getOrDefault(key, new TreeMap<>())
            .forEach(
                (end, count) -> {
                  if (end - 1 > watermark) {
                    expected.add((end - spec.sizeMs()) + ".." + (end - 1) + "=" + count);
                  }
                });
        assertThat(texts(new StoredPanes(spec, AGGREGATES).of(key(key), lookup(panesStore), 1_000)))
            .as("seed %d key '%s'", seed, key)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void shouldFindTheOpenSessionsOfAKeyAlone() {
    WindowSpec.Session spec = new WindowSpec.Session(10);
    Panes panes = spec.panes(AGGREGATES, store, 100);
    panes.add(key("a"), 0, 0, 1, AGGREGATES.accumulate(null, 1));
    panes.add(key("a"), 10, 10, 1, AGGREGATES.accumulate(null, 2));
    panes.add(key("a"), 50, 55, 2, AGGREGATES.accumulate(null, 3));
    panes.add(key("ab"), 20, 20, 1, AGGREGATES.accumulate(null, 4));
    StoredPanes stored = new StoredPanes(spec, AGGREGATES);

    assertThat(texts(stored.of(key("a"), lookup(store), 1_000))).isEmpty();
    panes.flush();

    assertThat(texts(stored.of(key("a"), lookup(store), 1_000)))
        .containsExactly("0..10=2", "50..55=2");
    assertThat(texts(stored.of(key("b"), lookup(store), 1_000))).isEmpty();
    assertThat(texts(stored.of(key("a"), lookup(store), 1))).containsExactly("0..10=2");
  }

  @Test
  void shouldLookTwiceForEachWindowHoweverManyKeysItHas() {
    WindowSpec.Tumbling spec = new WindowSpec.Tumbling(10);
    Panes panes = spec.panes(AGGREGATES, store, 100_000);
    for (int window = 0; window < 5; window++) {
      for (int key = 0; key < 1_000; key++) {
        panes.add(
            key("k" + key),
            window * 10L,
            window * 10L + 9,
            1,
            AGGREGATES.accumulate(null, window * 1_000 + key));
      }
    }
    panes.flush();

    assertThat(new StoredPanes(spec, AGGREGATES).of(key("k7"), lookup(store), 1_000)).hasSize(5);
    assertThat(looks).isLessThanOrEqualTo(11);
  }

  private StoredPanes.Lookup lookup(InMemoryOrderedStore of) {
    return new StoredPanes.Lookup() {
      @Override
      public byte @Nullable [] get(byte[] key) {
        looks++;
        return of.get(key);
      }

      @Override
      public byte @Nullable [] firstKeyFrom(byte[] from) {
        looks++;
        TreeSet<KeyBytes> keys = new TreeSet<>();
        of.range(from, null, (key, value) -> keys.add(new KeyBytes(key)));
        return keys.isEmpty() ? null : keys.first().bytes();
      }
    };
  }

  private static List<String> texts(List<StoredPanes.Pane> panes) {
    return panes.stream()
        .map(pane -> pane.first() + ".." + pane.last() + "=" + pane.count())
        .toList();
  }

  private static KeyBytes key(String text) {
    return new KeyBytes(text.getBytes(UTF_8));
  }
}
