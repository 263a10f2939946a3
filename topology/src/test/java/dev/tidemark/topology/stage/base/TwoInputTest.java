package dev.tidemark.topology.stage.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.plan.rule.Merging;
import dev.tidemark.topology.plan.rule.Merging.Event;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.ProgressSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoInputTest {
  private static final int SEEDS = Integer.getInteger("two.inputs.seeds", 40);
  private static final int EVENTS = 120;
  private static final int KEYS = 3;

  /** The events of the source partitions, and what an offline computation makes of them. */
  private static final class Oracle {
    private final Map<String, List<List<Event>>> logs = new TreeMap<>();
    private final Map<String, Long> late = new HashMap<>();
    private final Map<String, Long> filtered = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    Oracle(Random random) {
      Map<String, Map<Long, TreeSet<Integer>>> windows = new TreeMap<>();
      int id = 1;
      long released = Long.MIN_VALUE;
      for (String topic : Merging.SOURCES) {
        List<List<Event>> partitions = new ArrayList<>();
        for (int p = 0; p < TwoInputWorld.partitionsOf(topic); p++) {
          List<Event> events = new ArrayList<>();
          long now = random.nextInt(50);
          long highest = Long.MIN_VALUE;
          for (int i = random.nextInt(EVENTS); i > 0; i--) {
            now += random.nextInt(4);
            long time = Math.max(0, now - random.nextInt(25));
            Event event = new Event(time, random.nextInt(KEYS), id++);
            events.add(event);
            take(topic, event, highest, windows);
            highest = Math.max(highest, time);
            released = Math.max(released, highest - Merging.OUT_OF_ORDER_MS);
          }
          partitions.add(events);
        }
        logs.put(topic, partitions);
      }
      // once all are idle, the highest watermark is released
      long completes = released;
      windows.forEach(
          (key, starts) -> starts.forEach((start, ids) -> add(key, start, ids, completes)));
    }

    private void add(String key, long start, TreeSet<Integer> ids, long completes) {
      if (start + Merging.SIZE_MS - 1 <= completes) {
        int[] sorted = ids.stream().mapToInt(Integer::intValue).toArray();
        lines.add(Merging.line(key, start, sorted));
      }
    }

    /** Lateness is decided by the prefix of the event's own partition. */
    private void take(
        String topic, Event event, long highest, Map<String, Map<Long, TreeSet<Integer>>> windows) {
      if (topic.equals(Merging.SOURCES.get(0)) && !Merging.isKept(event)) {
        filtered.merge(topic, 1L, Long::sum);
        return;
      }
      long start = Math.floorDiv(event.time(), Merging.SIZE_MS) * Merging.SIZE_MS;
      long last = start + Merging.SIZE_MS - 1;
      if (highest != Long.MIN_VALUE && last <= highest - Merging.OUT_OF_ORDER_MS) {
        late.merge(topic, 1L, Long::sum);
        return;
      }
      windows
          .computeIfAbsent("k" + event.key(), none -> new TreeMap<>())
          .computeIfAbsent(start, none -> new TreeSet<>())
          .add(event.id());
    }

    void send(TwoInputWorld world) {
      logs.forEach(
          (topic, partitions) -> {
            for (int p = 0; p < partitions.size(); p++) {
              for (Event event : partitions.get(p)) {
                world.send(topic, p, event);
              }
            }
          });
    }

    long read(String topic) {
      return logs.getOrDefault(topic, List.of()).stream().mapToLong(List::size).sum();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5})
  void shouldGiveTheAnswerOfTheOracleUnderEverySchedule(double crashes) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Oracle oracle = new Oracle(random);
      TwoInputWorld world = new TwoInputWorld();
      oracle.send(world);

      world.run(random, crashes);

      assertThat(world.results())
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(oracle.lines);
      assertLedger(seed, oracle, world);
    }
  }

  private static void assertLedger(int seed, Oracle oracle, TwoInputWorld world) {
    JobProgress progress = ProgressSummary.of(world.plan(), world.progress());
    for (String topic : Merging.SOURCES) {
      long read = 0;
      long late = 0;
      long filtered = 0;
      for (JobProgress.SourcePartition partition : progress.sources()) {
        if (partition.topic().equals(topic)) {
          assertThat(partition.balanced()).as("seed %d: %s", seed, partition).isTrue();
          assertThat(partition.output()).isEqualTo("counts");
          read += partition.read();
          late += partition.late();
          filtered += partition.filtered();
        }
      }
      assertThat(read).as("seed %d: read of %s", seed, topic).isEqualTo(oracle.read(topic));
      assertThat(late).as("seed %d", seed).isEqualTo(oracle.late.getOrDefault(topic, 0L));
      assertThat(filtered).as("seed %d", seed).isEqualTo(oracle.filtered.getOrDefault(topic, 0L));
    }
    assertThat(world.late())
        .as("seed %d", seed)
        .hasSize(oracle.late.values().stream().mapToInt(Long::intValue).sum());
  }

  @Test
  void shouldHoldTheWatermarkUntilBothSourcesPassIt() {
    TwoInputWorld world = new TwoInputWorld();
    for (int p = 0; p < TwoInputWorld.partitionsOf("clicks"); p++) {
      world.send("clicks", p, new Event(5, 0, p + 1));
      world.send("clicks", p, new Event(1_000, 0, p + 10));
    }
    world.readAll();
    assertThat(world.results()).as("the payments have not reported").isEmpty();

    world.send("payments", 0, new Event(1_000, 1, 20));
    world.readAll();
    assertThat(world.results()).as("one partition of the payments has not").isEmpty();

    world.send("payments", 1, new Event(1_000, 1, 21));
    world.readAll();
    assertThat(world.results()).containsExactly("k0@0[1, 2, 3]");
  }

  @Test
  void shouldNumberTheChannelsOfBothWriters() {
    var plan = Merging.plan();

    StageContext.Channels clicks =
        StageContext.Channels.of(plan, plan.stages().get(0), TwoInputWorld::partitionsOf);
    StageContext.Channels payments =
        StageContext.Channels.of(plan, plan.stages().get(1), TwoInputWorld::partitionsOf);
    StageContext.Channels merge =
        StageContext.Channels.of(plan, plan.stages().get(2), TwoInputWorld::partitionsOf);

    assertThat(clicks.shares()).containsEntry("both", new StageContext.Share(0, 5));
    assertThat(payments.shares()).containsEntry("both", new StageContext.Share(3, 5));
    assertThat(merge.incoming().channels()).isEqualTo(5);
    assertThat(merge.shares()).containsEntry("counts", new StageContext.Share(0, 4));
  }
}
