package dev.tidemark.topology.eventtime.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.aggregate.CombinationFailedException;
import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both phases of a window against {@link NaiveWindows}, under many schedules of one case. */
class PanesTest {
  private static final int CASES = Integer.getInteger("panes.seeds", 150);
  private static final List<String> KEYS = List.of("a", "ab", "b", "\u00e9", "");

  enum Shape {
    TUMBLING,
    SESSION,
    /** A kind that the engine does not know. */
    OVERLAPPING;

    WindowSpec spec(SplittableRandom random) {
      long length = random.nextLong(1, 12);
      return switch (this) {
        case TUMBLING -> new WindowSpec.Tumbling(length);
        case SESSION -> new WindowSpec.Session(length);
        case OVERLAPPING -> new OverlappingWindows(length + random.nextLong(0, 20), length);
      };
    }
  }

  enum Schedule {
    /** Never saved: all on the heap. */
    STEADY,
    /** Saved and restored after every step. */
    RESTORED_AFTER_EVERY_STEP,
    /** Hardly any room on the heap, so panes go back and forth. */
    SPILLING,
    /** Both, at random. */
    SPILLING_AND_RESTORED
  }

  @ParameterizedTest
  @EnumSource
  void shouldCloseTumblingPanesAsThePlainDefinitionDoes(Schedule schedule) {
    runCases(Shape.TUMBLING, schedule);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCloseSessionsAsThePlainDefinitionDoes(Schedule schedule) {
    runCases(Shape.SESSION, schedule);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCloseOverlappingPanesAsThePlainDefinitionDoes(Schedule schedule) {
    runCases(Shape.OVERLAPPING, schedule);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveAPaneAsItWasWhenTheCombinationFails(Shape shape) {
    var aggregates =
        new Aggregates(
            new FailingCombine(new ElementIds(element -> new int[] {(Integer) element})));
    WindowSpec spec =
        switch (shape) {
          case TUMBLING -> new WindowSpec.Tumbling(10);
          case SESSION -> new WindowSpec.Session(9);
          case OVERLAPPING -> new OverlappingWindows(10, 5);
        };
    Panes panes = spec.panes(aggregates, new InMemoryOrderedStore(), 1);
    panes.restore();
    var key = new KeyBytes(new byte[] {1});
    panes.add(key, 0, 9, 1, new int[] {1});

    assertThatThrownBy(() -> panes.add(key, 0, 9, 1, new int[] {FailingCombine.BAD}))
        .isInstanceOf(CombinationFailedException.class)
        .hasCauseInstanceOf(ArithmeticException.class);

    panes.add(key, 0, 9, 1, new int[] {2});
    assertThat(panes.open()).isEqualTo(1);
    List<String> closed = new ArrayList<>();
    panes.close(new Watermark(100), (k, first, last, count, ids) -> closed.add(count + text(ids)));
    assertThat(closed).containsExactly("2[1, 2]");
  }

  @Test
  void shouldCloseEverythingAtTheEndOfTime() {
    for (WindowSpec spec : List.of(new WindowSpec.Tumbling(10), new WindowSpec.Session(10))) {
      for (int heapMax : new int[] {1, 100}) {
        Panes panes = spec.panes(ElementIds.ofIntegers(), new InMemoryOrderedStore(), heapMax);
        panes.restore();
        panes.add(new KeyBytes(new byte[] {1}), 0, 9, 1, new int[] {1});
        panes.add(new KeyBytes(new byte[] {2}), 0, 9, 1, new int[] {2});
        List<String> closed = new ArrayList<>();

        panes.close(
            new Watermark(Long.MAX_VALUE), (key, first, last, count, ids) -> closed.add(text(ids)));

        assertThat(closed).containsExactly("[1]", "[2]");
        assertThat(panes.open()).isZero();
      }
    }
  }

  private static void runCases(Shape shape, Schedule schedule) {
    for (int seed = 0; seed < CASES; seed++) {
      new Case(shape, schedule, seed).run();
    }
  }

  /** One seeded case: adds, closes, saves and restores. */
  private static final class Case {
    private final SplittableRandom random;
    private final Schedule schedule;
    private final WindowSpec spec;
    private final Aggregates aggregates = ElementIds.ofIntegers();
    private final NaiveWindows naive;
    private final PartialBuffer partials;
    private final int heapMax;
    private final String name;
    private InMemoryOrderedStore store = new InMemoryOrderedStore();
    private Panes panes;
    private long closed = Long.MIN_VALUE;
    private int id;

    Case(Shape shape, Schedule schedule, int seed) {
      this.random = new SplittableRandom(seed);
      this.schedule = schedule;
      this.spec = shape.spec(random);
      this.name = shape + " " + schedule + " seed " + seed;
      this.naive = new NaiveWindows(spec);
      this.partials = spec.partials(aggregates);
      this.heapMax =
          schedule.ordinal() >= Schedule.SPILLING.ordinal() ? random.nextInt(1, 5) : 1_000;
      this.panes = spec.panes(aggregates, store, heapMax);
      panes.restore();
    }

    void run() {
      long time = random.nextLong(-60, 20);
      for (int step = 0; step < 60; step++) {
        if (random.nextInt(6) == 0) {
          time += random.nextInt(12);
          closeUpTo(time);
        } else {
          addSome(time);
        }
        if (schedule == Schedule.RESTORED_AFTER_EVERY_STEP
            || (schedule == Schedule.SPILLING_AND_RESTORED && random.nextInt(3) == 0)) {
          restart();
        } else if (random.nextInt(4) == 0) {
          panes.flush();
        }
        assertThat(panes.open()).as(name).isEqualTo(naive.open().size());
      }
      closeUpTo(time + 1_000);
      panes.flush();
      store.range(
          new byte[0], null, (k, v) -> assertThat(k).as("%s: left in the store", name).isNull());
    }

    private void addSome(long time) {
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        long at = time + random.nextLong(0, 30);
        List<PaneBounds> open = new Lateness(spec, 0).decide(at, closed).open();
        if (!open.isEmpty()) {
          partials.add(new KeyBytes(key.getBytes(UTF_8)), open, id);
          naive.add(key, at, id);
          id++;
        }
      }
      partials.drain(
          (key, pane, count, counted, ids) ->
              panes.add(key, pane.first(), pane.last(), count, ids));
      assertThat(partials.size()).isZero();
    }

    private void closeUpTo(long watermark) {
      List<String> expected =
          naive.close(watermark).stream()
              .map(p -> p.key() + "|" + p.first() + "|" + p.last() + "|" + p.ids().size() + p.ids())
              .toList();
      List<String> actual = new ArrayList<>();
      panes.close(
          new Watermark(watermark),
          (key, first, last, count, ids) ->
              actual.add(
                  new String(key.bytes(), UTF_8)
                      + "|"
                      + first
                      + "|"
                      + last
                      + "|"
                      + count
                      + text(ids)));
      closed = Math.max(closed, watermark);
      assertThat(actual).as(name).isEqualTo(expected);
    }

    private void restart() {
      panes.flush();
      store = new InMemoryOrderedStore(store);
      panes = spec.panes(aggregates, store, heapMax);
      panes.restore();
    }
  }

  private static String text(Object ids) {
    return Arrays.toString((int[]) ids);
  }
}
