package dev.tidemark.topology.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Corrected results against a plain computation over the logs: many seeds, and for each many orders
 * in which things happen.
 */
class CorrectionSimulationTest {
  private static final long SEEDS = Long.getLong("corrections.seeds", 150);
  private static final int SCHEDULES = 4;

  @Test
  void shouldGiveTheSameAnswerUnderEverySchedule() {
    long corrected = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      CorrectionWorld.Case job = new CorrectionWorld.Case(new SplittableRandom(seed));
      Answer expected = new Answer(job);
      for (int schedule = 0; schedule < SCHEDULES; schedule++) {
        String where = "seed %d schedule %d".formatted(seed, schedule);
        CorrectionWorld world = new CorrectionWorld(job, Feed.ONE_BY_ONE);
        world.run(new SplittableRandom(seed * 31 + schedule));
        check(world, expected, where);
        CorrectionWorld batched =
            new CorrectionWorld(job, Feed.inBatches(new SplittableRandom(schedule)));
        batched.run(new SplittableRandom(seed * 31 + schedule));
        assertThat(batched.everything()).as(where).isEqualTo(world.everything());
      }
      corrected += expected.corrections.values().stream().mapToLong(Set::size).sum();
    }
    assertThat(corrected).isGreaterThan(SEEDS);
  }

  private static void check(CorrectionWorld world, Answer expected, String where) {
    Map<String, List<CorrectionWorld.Written>> byPane = new TreeMap<>();
    for (CorrectionWorld.Written written : world.results) {
      String pane = written.fired().key() + "@" + written.fired().first();
      byPane.computeIfAbsent(pane, p -> new ArrayList<>()).add(written);
    }
    assertThat(byPane.keySet()).as(where).isEqualTo(expected.panes());
    byPane.forEach(
        (pane, results) -> {
          Set<Integer> onTime = expected.onTime.getOrDefault(pane, Set.of());
          Set<Integer> corrections = expected.corrections.getOrDefault(pane, Set.of());
          int number = onTime.isEmpty() ? 1 : 0;
          Set<Integer> before = onTime;
          for (CorrectionWorld.Written written : results) {
            Set<Integer> now = new TreeSet<>();
            Arrays.stream(written.fired().ids()).forEach(now::add);
            assertThat(written.correction()).as("%s %s", where, pane).isEqualTo(number++);
            assertThat(now).as("%s %s", where, pane).containsAll(before);
            assertThat(now.size())
                .as("%s %s", where, pane)
                .isEqualTo(onTime.size() + written.correction());
            before = now;
          }
          Set<Integer> all = new TreeSet<>(onTime);
          all.addAll(corrections);
          assertThat(before).as("%s %s", where, pane).isEqualTo(all);
        });
    List<String> late =
        world.late.stream()
            .map(LateRecord::origin)
            .map(origin -> origin.topic() + origin.partition() + "@" + origin.offset())
            .toList();
    assertThat(late).as(where).containsExactlyInAnyOrderElementsOf(expected.late);
    Map<String, Long> ledger = world.ledger();
    assertThat(CorrectionWorld.sum(ledger, Outcome.LATE)).as(where).isEqualTo(expected.late.size());
    assertThat(CorrectionWorld.sum(ledger, Outcome.READ)).as(where).isEqualTo(expected.read);
    assertThat(CorrectionWorld.sum(ledger, Outcome.COUNTED))
        .as(where)
        .isEqualTo(expected.read - expected.late.size());
    assertThat(world.kept()).as("%s: closed panes are forgotten", where).isZero();
  }

  /** Computed from the whole log at once. */
  private static final class Answer {
    private final Map<String, Set<Integer>> onTime = new HashMap<>();
    private final Map<String, Set<Integer>> corrections = new HashMap<>();
    private final List<String> late = new ArrayList<>();
    private long read;

    private Answer(CorrectionWorld.Case job) {
      for (int p = 0; p < job.logs.size(); p++) {
        long highest = Long.MIN_VALUE;
        List<CorrectionWorld.Requeuable> log = job.logs.get(p);
        for (int offset = 0; offset < log.size(); offset++) {
          CorrectionWorld.Requeuable record = log.get(offset);
          Event event = record.event();
          read++;
          long start = event.time() / job.sizeMs * job.sizeMs;
          String pane = event.key() + "@" + start;
          long closes = start + job.sizeMs - 1 + job.latenessMs;
          boolean isLate = highest != Long.MIN_VALUE && closes <= highest - job.outOfOrderMs;
          if (!isLate) {
            add(onTime, pane, event.id());
          } else if (record.corrects()
              && closes + job.correctableForMs > highest - job.outOfOrderMs) {
            add(corrections, pane, event.id());
          } else {
            late.add("events" + p + "@" + offset);
          }
          highest = Math.max(highest, event.time());
        }
      }
      String last = "2@" + CorrectionWorld.END / job.sizeMs * job.sizeMs;
      onTime.remove(last); // never closes
    }

    private Set<String> panes() {
      Set<String> panes = new TreeSet<>(onTime.keySet());
      panes.addAll(corrections.keySet());
      return panes;
    }

    private static void add(Map<String, Set<Integer>> panes, String pane, int id) {
      panes.computeIfAbsent(pane, p -> new TreeSet<>()).add(id);
    }
  }
}
