package dev.tidemark.node.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.RunScope;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.node.jobs.JobRegistry.Change;
import dev.tidemark.node.jobs.Share;
import dev.tidemark.node.replay.Promotion.Stand;
import dev.tidemark.node.replay.Promotion.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A job, its replays, the book and the nodes, as they may come to be: events come in, nodes crash,
 * and everybody sees the book and the others late.
 */
final class PromotionWorld {

  static final String JOB = "revenue";
  private static final String TOPIC = "orders";
  private static final String WINDOW = "by-region";
  private static final int PARTITIONS = 3;
  private static final int PANE = 50;
  private static final Author AUTHOR = new Author("ann", Instant.EPOCH);

  private final Random random;
  final Map<String, JobSpec> book = new TreeMap<>();
  private final long[] ends = new long[PARTITIONS];
  private final Map<Integer, SimulatedRun> runs = new HashMap<>();
  private final List<SimulatedNode> nodes = new ArrayList<>();
  final Set<String> written = new TreeSet<>();
  final Set<String> twice = new TreeSet<>();
  private final Set<Integer> runsOfTheJob = new TreeSet<>(Set.of(1));
  boolean sameJar;
  private int lastRun = 1;
  int promotions;

  PromotionWorld(Random random) {
    this.random = random;
    book.put(JOB, spec(JOB, 1, null, null));
    for (int i = 0; i < 3; i++) {
      nodes.add(new SimulatedNode("node-" + i));
    }
  }

  JobSpec job() {
    return Objects.requireNonNull(book.get(JOB));
  }

  void step() {
    int dice = random.nextInt(1_000);
    SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
    if (dice < 150) {
      append();
    } else if (dice < 153) {
      attempt(this::replay);
    } else if (dice < 158) {
      attempt(this::promote);
    } else if (dice < 159) {
      attempt(() -> apply(ReplayChanges.cancelled(book, JOB, random.nextBoolean(), AUTHOR)));
    } else if (dice < 162) {
      restart();
    } else if (dice < 170) {
      node.crash();
    } else if (dice < 200) {
      node.start(this);
    } else if (dice < 330) {
      node.readBook(this);
    } else if (dice < 450) {
      node.publish(this);
    } else if (dice < 600) {
      node.reconcile(this);
    } else if (dice < 720) {
      node.drive(this, random.nextInt(4) > 0);
    } else {
      node.work(this);
    }
  }

  private static void attempt(Runnable request) {
    try {
      request.run();
    } catch (ApiException e) {
      assertThat(e.status()).isBetween(404, 409); // refused, with a reason
    }
  }

  void append() {
    ends[random.nextInt(PARTITIONS)] += 1 + random.nextInt(3);
  }

  void replay() {
    ReplayChanges.requireNone(book, JOB);
    int run = ++lastRun;
    ReplaySpec replay =
        new ReplaySpec(
            JOB,
            ReplayMode.SHADOW,
            ".replay-r" + run,
            ReplayFrom.earliest(),
            null,
            ReplayPhase.RUNNING,
            false,
            Map.of(),
            ReplaySpec.Base.of(job()),
            "ann",
            Instant.EPOCH);
    RunScope scope = new RunScope(Map.of(), Map.of(), replay.suffix(), null, Map.of());
    apply(ReplayChanges.begun(book, job(), spec(ReplaySpec.nameOf(JOB), run, scope, replay)));
  }

  void promote() {
    apply(ReplayChanges.promoting(book, JOB, endsNow(), AUTHOR));
  }

  /** As a change of settings or a restart does: another version of the same code. */
  private void restart() {
    JobSpec job = job();
    book.put(JOB, job.next(AUTHOR));
  }

  void apply(List<Change> changes) {
    for (Change change : changes) {
      change
          .spec()
          .ifPresentOrElse(spec -> book.put(change.name(), spec), () -> book.remove(change.name()));
    }
  }

  Map<String, Map<Integer, Long>> endsNow() {
    Map<Integer, Long> partitions = new TreeMap<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.put(i, ends[i]);
    }
    return Map.of(TOPIC, partitions);
  }

  /** Everybody is up and goes on until nothing changes. */
  void settle() {
    nodes.forEach(node -> node.start(this));
    for (int round = 0; round < 400; round++) {
      for (SimulatedNode node : nodes) {
        node.readBook(this);
        node.reconcile(this);
        node.finish();
        node.publish(this);
        node.work(this);
        node.drive(this, true);
      }
    }
  }

  SimulatedRun run(int number) {
    return runs.computeIfAbsent(
        number,
        made -> new SimulatedRun(PARTITIONS, made == 1 || sameJar ? 0 : random.nextInt(3) * PANE));
  }

  List<String> live() {
    return nodes.stream().filter(node -> node.up).map(node -> node.id).toList();
  }

  List<WorkerView> known(SimulatedNode asking) {
    List<WorkerView> known = new ArrayList<>(asking.views(this));
    // a node that is down is given up only when its workers have ended
    nodes.stream()
        .filter(node -> node != asking && (node.up || !node.running.isEmpty()))
        .forEach(node -> known.addAll(node.published));
    return known;
  }

  /** Event time is the offset, so the watermark is the lowest position, or a jar's lead ahead. */
  void process(JobSpec spec, int partition, int records) {
    SimulatedRun run = run(spec.run());
    RunScope scope = ReplayChanges.scopeOf(spec);
    for (int i = 0; i < records; i++) {
      long offset = run.positions[partition];
      if (offset >= Math.min(ends[partition], until(spec, partition))) {
        break;
      }
      run.positions[partition]++;
      RunScope.@Nullable Cut cut = scope.cut();
      boolean before =
          cut != null
              && offset < cut.sources().getOrDefault(TOPIC, Map.of()).getOrDefault(partition, 0L);
      if (scope.suffix().isEmpty() && !before) {
        write("record " + partition + "/" + offset);
      }
    }
    becomeIdle(spec, run);
    close(run, scope);
  }

  /** Who has read everything may find out that nothing more comes, and close what waits for it. */
  private void becomeIdle(JobSpec spec, SimulatedRun run) {
    boolean atEnd = true;
    for (int i = 0; i < PARTITIONS; i++) {
      atEnd &= run.positions[i] >= Math.min(ends[i], until(spec, i));
    }
    if (!sameJar && atEnd && run.idle < 3 * PANE && random.nextInt(20) == 0) {
      run.idle += random.nextInt(PANE);
    }
  }

  private void close(SimulatedRun run, RunScope scope) {
    long merged = LongStream.of(run.positions).min().orElse(0) - 1 + run.lead + run.idle;
    for (long start = 0; start + PANE - 1 <= merged; start += PANE) {
      long last = start + PANE - 1;
      if (last > run.closed) {
        RunScope.@Nullable Cut cut = scope.cut();
        boolean before =
            cut != null
                && last
                    <= cut.windows().getOrDefault(WINDOW, Map.of()).getOrDefault(0, Long.MIN_VALUE);
        if (scope.suffix().isEmpty() && !before) {
          write("pane " + start);
        }
      }
    }
    run.closed = Math.max(run.closed, merged);
  }

  private void write(String result) {
    if (!written.add(result)) {
      twice.add(result);
    }
  }

  static long until(JobSpec spec, int partition) {
    return ReplayChanges.scopeOf(spec)
        .until()
        .getOrDefault(TOPIC, Map.of())
        .getOrDefault(partition, Long.MAX_VALUE);
  }

  boolean isComplete(JobSpec spec) {
    SimulatedRun run = run(spec.run());
    for (int i = 0; i < PARTITIONS; i++) {
      if (run.positions[i] < until(spec, i)) {
        return false;
      }
    }
    return true;
  }

  Set<String> expected() {
    Set<String> expected = new TreeSet<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (long offset = 0; offset < ends[partition]; offset++) {
        expected.add("record " + partition + "/" + offset);
      }
    }
    long merged = runsOfTheJob.stream().mapToLong(run -> run(run).closed).max().orElse(0);
    assertThat(merged).isGreaterThanOrEqualTo(LongStream.of(ends).min().orElse(0) - 1);
    for (long start = 0; start + PANE - 1 <= merged; start += PANE) {
      expected.add("pane " + start);
    }
    return expected;
  }

  private static JsonNode plan() {
    ObjectNode plan = JsonNodeFactory.instance.objectNode();
    plan.putArray("stores").addObject().put("content", "panes").put("of", WINDOW);
    return plan;
  }

  static JobSpec spec(String name, int run, @Nullable RunScope scope, @Nullable ReplaySpec replay) {
    return new JobSpec(
        name,
        1,
        run,
        new JobSpec.Code("a".repeat(64), "jobs.Revenue", Map.of()),
        new JobSpec.Target(JobSettings.DEFAULT, DesiredState.RUNNING, 0),
        new JobSpec.Planned(plan(), Map.of(TOPIC, PARTITIONS)),
        AUTHOR,
        AUTHOR,
        scope,
        replay);
  }

  /** A worker, which takes its time to stop, and processes until it has. */
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

    void crash() {
      up = false;
      running.values().forEach(worker -> worker.stopping = true);
      wanted = Map.of();
    }

    void start(PromotionWorld world) {
      if (!up) {
        up = true;
        readBook(world);
        published = views(world); // what was left behind is seen before anything else is done
      }
    }

    void readBook(PromotionWorld world) {
      if (up) {
        book = new TreeMap<>(world.book);
      }
    }

    void publish(PromotionWorld world) {
      if (up) {
        published = views(world);
      }
    }

    void reconcile(PromotionWorld world) {
      if (!up) {
        return;
      }
      wanted = Share.of(id, book, wanted, world.live(), world.known(this));
      for (JobSpec spec : wanted.values()) {
        SimulatedWorker worker = running.get(spec.name());
        if (worker == null && spec.equals(world.book.get(spec.name()))) {
          running.put(spec.name(), new SimulatedWorker(spec));
          published = views(world);
        } else if (worker != null && !worker.stopping) {
          follow(worker, spec);
        }
      }
      running.forEach(
          (name, worker) -> worker.stopping = worker.stopping || !wanted.containsKey(name));
    }

    /** The scope is what a process is started with: another one needs another process. */
    private static void follow(SimulatedWorker worker, JobSpec spec) {
      if (worker.spec.run() == spec.run() && Objects.equals(worker.spec.scope(), spec.scope())) {
        worker.spec = spec;
      } else {
        worker.stopping = true;
      }
    }

    /** Workers process whether their node is there or not; each works on what it has been told. */
    void work(PromotionWorld world) {
      for (SimulatedWorker worker : List.copyOf(running.values())) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          world.process(worker.spec, partition, world.random.nextInt(4));
        }
      }
      if (world.random.nextInt(3) == 0) {
        finish();
      }
    }

    void finish() {
      running.values().removeIf(worker -> worker.stopping);
    }

    List<WorkerView> views(PromotionWorld world) {
      List<WorkerView> views = new ArrayList<>();
      running.forEach(
          (name, worker) ->
              views.add(
                  new WorkerView(
                      name,
                      id,
                      worker.spec.run(),
                      worker.spec.version(),
                      state(world, worker),
                      1,
                      Instant.EPOCH,
                      1,
                      null,
                      null,
                      null)));
      return views;
    }

    private static WorkerState state(PromotionWorld world, SimulatedWorker worker) {
      if (worker.stopping) {
        return WorkerState.STOPPING;
      }
      return world.isComplete(worker.spec) ? WorkerState.COMPLETE : WorkerState.RUNNING;
    }

    /**
     * Takes a step by what is seen here.
     *
     * @param comesThrough whether the node lives long enough to write it
     */
    void drive(PromotionWorld world, boolean comesThrough) {
      JobSpec job = book.get(JOB);
      JobSpec replay = book.get(ReplaySpec.nameOf(JOB));
      if (!up || job == null || replay == null || replay.replay() == null) {
        return;
      }
      if (replay.replay().phase() == ReplayPhase.CANCELLING && comesThrough) {
        if (world.known(this).stream().noneMatch(worker -> worker.job().equals(replay.name()))) {
          world.apply(ReplayChanges.forgotten(world.book, replay));
        }
        return;
      }
      if (!replay.replay().phase().promotes()) {
        return;
      }
      Step step = Promotion.next(job, replay, stand(world, job), stand(world, replay));
      Map<String, Map<Integer, Long>> ends = world.endsNow();
      if (!comesThrough) {
        return;
      }
      boolean same =
          ends.equals(ReplayChanges.scopeOf(job).until())
              && replay.replay().phase() == ReplayPhase.HANDING_OVER;
      if (step instanceof Step.EndWorkers) {
        world.apply(ReplayChanges.switching(world.book, job, replay, AUTHOR));
      } else if (step instanceof Step.EndJob && !same) {
        world.apply(ReplayChanges.ended(world.book, job, replay, ends, AUTHOR));
      } else if (step instanceof Step.HandOver handOver) {
        List<Change> changes =
            ReplayChanges.handedOver(world.book, job, replay, handOver.cut(), AUTHOR);
        world.promotions += changes.isEmpty() ? 0 : 1;
        world.apply(changes);
        world.runsOfTheJob.add(world.job().run());
      }
    }

    private Stand stand(PromotionWorld world, JobSpec spec) {
      List<WorkerView> workers =
          world.known(this).stream().filter(worker -> worker.job().equals(spec.name())).toList();
      boolean complete =
          !workers.isEmpty()
              && workers.stream()
                  .allMatch(
                      worker ->
                          worker.state() == WorkerState.COMPLETE
                              && worker.version() == spec.version());
      SimulatedRun run = world.run(spec.run());
      Map<Integer, Long> positions = new TreeMap<>();
      for (int i = 0; i < PARTITIONS; i++) {
        positions.put(i, run.positions[i]);
      }
      return new Stand(
          complete,
          workers.isEmpty(),
          Map.of(TOPIC, positions),
          Map.of(WINDOW, Map.of(0, run.closed)));
    }
  }
}
