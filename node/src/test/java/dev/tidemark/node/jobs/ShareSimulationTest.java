package dev.tidemark.node.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes that see the book and each other late, crash, come back and are told new things all the
 * while.
 */
class ShareSimulationTest {

  private static final int NODES = 4;
  private static final int JOBS = 3;
  private static final int STEPS = 1_500;

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldConvergeAndNeverRunTwoCodesInOneGroup(long seed) {
    World world = new World(new Random(seed));

    for (int step = 0; step < STEPS; step++) {
      world.step();
      world.assertOneCodePerJob(seed, step);
    }
    world.settle();

    world.assertConverged(seed);
  }

  private static final class World {
    private final Random random;
    private final Map<String, JobSpec> book = new TreeMap<>();
    private final Map<String, Long> decided = new HashMap<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();

    World(Random random) {
      this.random = random;
      for (int i = 0; i < NODES; i++) {
        nodes.add(new SimulatedNode("node-" + i));
      }
    }

    void step() {
      int dice = random.nextInt(100);
      SimulatedNode node = nodes.get(random.nextInt(NODES));
      if (dice < 4) {
        decide();
      } else if (dice < 6) {
        node.crash();
      } else if (dice < 10) {
        node.start(book, this);
      } else if (dice < 30) {
        node.readBook(book);
      } else if (dice < 50) {
        node.publish();
      } else if (dice < 75) {
        node.reconcile(this);
      } else {
        node.work(random);
      }
    }

    private void decide() {
      String name = "job-" + random.nextInt(JOBS);
      JobSpec old = book.get(name);
      String jar = String.valueOf((char) ('a' + random.nextInt(3))).repeat(64);
      DesiredState desired = DesiredState.values()[random.nextInt(3)];
      long version = old == null ? 1 : old.version() + 1;
      book.put(name, Jobs.spec(name, version, jar, desired, random.nextInt(4)));
      decided.merge(name, 1L, Long::sum);
    }

    /** Everybody is up, and goes on until nothing changes. */
    void settle() {
      nodes.forEach(node -> node.start(book, this));
      for (int round = 0; round < 60; round++) {
        for (SimulatedNode node : nodes) {
          node.readBook(book);
          node.reconcile(this);
          node.finishWork();
          node.publish();
        }
      }
    }

    List<String> live() {
      return nodes.stream().filter(node -> node.up).map(node -> node.id).toList();
    }

    List<WorkerView> known(SimulatedNode asking) {
      List<WorkerView> known = new ArrayList<>(asking.views());
      // a node that is down is given up only when its workers have ended
      nodes.stream()
          .filter(node -> node != asking && (node.up || !node.running.isEmpty()))
          .forEach(node -> known.addAll(node.published));
      return known;
    }

    void assertOneCodePerJob(long seed, int step) {
      Map<String, Set<String>> codes = new HashMap<>();
      for (SimulatedNode node : nodes) {
        node.running.forEach(
            (job, worker) ->
                codes.computeIfAbsent(job, name -> new HashSet<>()).add(worker.spec.jar()));
      }
      assertThat(codes)
          .describedAs("seed %d step %d", seed, step)
          .allSatisfy((job, jars) -> assertThat(jars).hasSize(1));
    }

    void assertConverged(long seed) {
      for (SimulatedNode node : nodes) {
        Map<String, Long> expected = new TreeMap<>();
        book.forEach(
            (name, spec) -> {
              Set<String> places = Placement.nodes(name, spec.settings().workers(), live());
              if (spec.desiredState() != DesiredState.STOPPED && places.contains(node.id)) {
                expected.put(name, spec.version());
              }
            });
        Map<String, Long> actual = new TreeMap<>();
        node.running.forEach((name, worker) -> actual.put(name, worker.spec.version()));
        assertThat(actual).describedAs("seed %d %s", seed, node.id).isEqualTo(expected);
      }
      book.forEach((name, spec) -> assertThat(spec.version()).isEqualTo(decided.get(name)));
    }
  }

  /** A worker, which takes its time to stop. */
  private static final class SimulatedWorker {
    private JobSpec spec;
    private boolean stopping;

    SimulatedWorker(JobSpec spec) {
      this.spec = spec;
    }
  }

  private static final class SimulatedNode {
    private final String id;
    private boolean up;
    private Map<String, JobSpec> book = Map.of();
    private Map<String, JobSpec> wanted = Map.of();
    private final Map<String, SimulatedWorker> running = new TreeMap<>();
    private List<WorkerView> published = List.of();

    SimulatedNode(String id) {
      this.id = id;
    }

    /** Its workers see it, and take their time to stop. */
    void crash() {
      up = false;
      running.values().forEach(worker -> worker.stopping = true);
      wanted = Map.of();
    }

    void start(Map<String, JobSpec> current, World world) {
      if (!up) {
        up = true;
        readBook(current);
        publish(); // what was left behind is seen before anything else is done
      }
    }

    void readBook(Map<String, JobSpec> current) {
      if (up) {
        book = new TreeMap<>(current);
      }
    }

    void publish() {
      if (up) {
        published = views();
      }
    }

    void reconcile(World world) {
      if (up) {
        // what is seen of others may be old, but never younger than the start of their workers:
        // a worker is published before it can join its group
        wanted = Share.of(id, book, wanted, world.live(), world.known(this));
        start(world);
      }
    }

    private void start(World world) {
      for (JobSpec spec : wanted.values()) {
        @Nullable SimulatedWorker worker = running.get(spec.name());
        if (worker == null && isNewest(world, spec)) {
          running.put(spec.name(), new SimulatedWorker(spec));
          publish();
        } else if (worker != null && !worker.stopping) {
          worker.spec = spec;
        }
      }
      running.forEach(
          (name, worker) -> worker.stopping = worker.stopping || !wanted.containsKey(name));
    }

    /** Starting a JVM takes longer than reading what was decided in the meantime. */
    private static boolean isNewest(World world, JobSpec spec) {
      return Objects.equals(world.book.get(spec.name()), spec);
    }

    void work(Random random) {
      if (random.nextBoolean()) {
        finishWork();
      }
    }

    void finishWork() {
      running.values().removeIf(worker -> worker.stopping);
    }

    List<WorkerView> views() {
      return running.values().stream()
          .map(
              worker ->
                  Jobs.worker(
                      worker.spec.name(),
                      id,
                      worker.spec.version(),
                      worker.stopping ? WorkerState.STOPPING : WorkerState.RUNNING,
                      null))
          .toList();
    }
  }
}
