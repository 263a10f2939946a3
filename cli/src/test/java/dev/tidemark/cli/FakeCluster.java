package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.cluster.ClusterView;
import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.job.UpgradeView.Verdict;
import dev.tidemark.client.api.progress.LagView;
import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.client.api.progress.OffsetsView;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayStartView;
import dev.tidemark.client.api.replay.ReplayView;
import dev.tidemark.client.api.service.DeadLetterService;
import dev.tidemark.client.api.service.NodeService;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in memory: it keeps jars and jobs, and a job is at once in the state that was asked
 * for. What it was asked is written down. Thread-safe as far as the tests need it.
 */
public final class FakeCluster implements NodeService {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  final Map<String, JarView> jars = new ConcurrentSkipListMap<>();
  final Map<String, JobView> jobs = new ConcurrentSkipListMap<>();
  public final List<String> asked = new CopyOnWriteArrayList<>();
  final List<JobRequest> requests = new CopyOnWriteArrayList<>();
  public final FakeLetters letters = new FakeLetters(asked);
  public final FakeReplays replays = new FakeReplays(asked, jobs);

  /** What a check of any upgrade finds. */
  volatile UpgradeView upgrade = new UpgradeView("revenue", Verdict.IN_PLACE, List.of());

  /** The state that every job comes to when it should run. */
  volatile JobState running = JobState.RUNNING;

  /** What every submission is refused with, if anything. */
  volatile @Nullable ApiException refusal;

  volatile List<LogLine> logs =
      List.of(
          new LogLine("node-a", NOON, "started"),
          new LogLine("node-b", NOON.plusSeconds(1), "read\u001b[31m 7 events"));

  private int looks;

  /** Puts a job there without anybody asking. */
  public JobView add(String name, JobState state) {
    JobView job = FakeViews.job(name, 1, 1, state);
    jobs.put(name, job);
    return job;
  }

  @Override
  public ClusterView cluster() {
    NodeView node =
        new NodeView("node-a", "http://127.0.0.1:8080", "0.1.0", NOON, NOON, false, List.of());
    return new ClusterView("0.1.0", "tidemark", "kafka-id", "node-a", List.of(node));
  }

  @Override
  public JarView putJar(InputStream body, Principal by) throws IOException {
    byte[] bytes = body.readAllBytes();
    asked.add("put jar");
    String id = sha256(bytes);
    JarView jar =
        new JarView(
            id,
            bytes.length,
            by.name(),
            NOON,
            List.of(new JarView.JarJob("org.example.Revenue", null)),
            List.of());
    jars.putIfAbsent(id, jar);
    return jar;
  }

  @Override
  public List<JarView> jars() {
    return List.copyOf(jars.values());
  }

  @Override
  public JarView jar(String id) {
    JarView jar = jars.get(id);
    if (jar == null) {
      throw ApiException.of(404, "jar_not_found", "there is no jar " + id, "upload it");
    }
    return jar;
  }

  @Override
  public void deleteJar(String id, Principal by) {
    jar(id);
    asked.add("delete jar");
    jars.remove(id);
  }

  @Override
  public PlanView plan(String jar, PlanRequest request) {
    jar(jar);
    return FakeViews.plan(request.name() == null ? "revenue" : request.name());
  }

  @Override
  public List<JobView> jobs() {
    return List.copyOf(jobs.values());
  }

  @Override
  public JobView job(String name) {
    JobView job = jobs.get(name);
    if (job == null) {
      throw ApiException.of(
          404, "job_not_found", "there is no job '" + name + "'", "see tidemark list");
    }
    return job;
  }

  @Override
  public SubmitView create(JobRequest request, boolean dryRun, Principal by) {
    String name = request.name() == null ? "revenue" : request.name();
    if (jobs.containsKey(name)) {
      throw ApiException.of(
          409, "job_exists", "there is a job '" + name + "'", "use --replace, or another --name");
    }
    return put(name, request, OptionalLong.empty(), dryRun, by);
  }

  @Override
  public SubmitView put(
      String name, JobRequest request, OptionalLong ifMatch, boolean dryRun, Principal by) {
    requests.add(request);
    if (refusal != null) {
      throw refusal;
    }
    JobView before = jobs.get(name);
    long version = before == null ? 1 : before.spec().version() + 1;
    if (before != null && ifMatch.isPresent() && ifMatch.getAsLong() != before.spec().version()) {
      throw ApiException.of(412, "version_changed", "the job has changed", "look at it again");
    }
    int run = before == null ? 1 : before.spec().run();
    if (before != null && upgrade.verdict() == Verdict.NEEDS_REPLAY) {
      run++;
    }
    JobView job =
        FakeViews.job(
            name,
            version,
            run,
            request.initialState() == DesiredState.PAUSED ? JobState.PAUSED : running);
    if (!dryRun) {
      jobs.put(name, job);
    }
    return new SubmitView(job, FakeViews.plan(name), before == null ? null : upgrade, dryRun);
  }

  @Override
  public UpgradeView checkUpgrade(String name, JobRequest request) {
    job(name);
    asked.add("check");
    requests.add(request);
    return upgrade;
  }

  @Override
  public JobView change(String name, JobVerb verb, OptionalLong ifMatch, Principal by) {
    JobView before = job(name);
    asked.add(verb + " " + name);
    JobState state =
        switch (verb) {
          case PAUSE -> JobState.PAUSED;
          case STOP -> JobState.STOPPED;
          case RESUME, RESTART -> running;
        };
    JobView after = FakeViews.job(name, before.spec().version() + 1, 1, state);
    jobs.put(name, after);
    return after;
  }

  @Override
  public void delete(String name, boolean purge, OptionalLong ifMatch, Principal by) {
    job(name);
    asked.add((purge ? "purge " : "delete ") + name);
    jobs.remove(name);
  }

  @Override
  public OffsetsView offsets(String name) {
    return new OffsetsView(name, job(name).applicationId(), List.of());
  }

  /** Falls from look to look. */
  @Override
  public synchronized LagView lag(String name) {
    looks++;
    return FakeViews.lag(job(name).spec().name(), 12_408 - 900L * (looks - 1), looks > 1);
  }

  @Override
  public LedgerView ledger(String name) {
    return FakeViews.ledger(job(name));
  }

  @Override
  public List<LogLine> logs(String name, @Nullable String node, int tail, @Nullable Instant since) {
    job(name);
    asked.add("logs node=%s tail=%d since=%s".formatted(node, tail, since));
    return logs.stream()
        .filter(line -> node == null || line.node().equals(node))
        .filter(line -> since == null || !line.at().isBefore(since))
        .toList();
  }

  @Override
  public AutoCloseable followLogs(
      String name, @Nullable String node, int tail, Consumer<LogLine> consumer) {
    job(name);
    logs.forEach(consumer);
    return () -> {};
  }

  @Override
  public List<StoreView> stores(String name) {
    job(name);
    return List.of(
        new StoreView("users", "table", "users", "long"),
        new StoreView("revenue-panes", "panes", "revenue", "string"));
  }

  @Override
  public StoreAnswer query(String name, String store, JsonNode key) {
    asked.add("query " + store + " " + key);
    boolean found = !key.equals(TextNode.valueOf("nowhere"));
    List<StoreAnswer.Entry> entries = new ArrayList<>();
    if (found) {
      entries.add(
          new StoreAnswer.Entry(NOON, NOON.plusSeconds(300), 7L, TextNode.valueOf("41.50")));
    }
    return new StoreAnswer(name, store, key, found, entries, false, 2, 4, "node-b", NOON, 3L);
  }

  @Override
  public AutoCloseable events(Consumer<EventView> consumer) {
    event(consumer, "job.created", "revenue", "{}");
    event(
        consumer,
        "job.changed",
        "revenue",
        "{\"version\": 2, \"run\": 1, \"desired_state\": \"PAUSED\", \"changed_by\": \"alice\"}");
    event(
        consumer,
        "worker.state",
        "revenue",
        "{\"node\": \"node-a\", \"from\": \"RUNNING\", \"to\": \"FAILED\"}");
    event(
        consumer,
        "job.state",
        "revenue",
        "{\"from\": \"RUNNING\", \"to\": \"FAILED\", \"reason\": \"disk full\"}");
    event(consumer, "node.left", "node-a", "{\"url\": \"http://a\"}");
    return () -> {};
  }

  @Override
  public DeadLetterService letters() {
    return letters;
  }

  @Override
  public HealthView health() {
    return new HealthView(true, List.of());
  }

  @Override
  public ReplayStartView replay(String name, ReplayRequest request, boolean dryRun, Principal by) {
    return replays.begin(job(name), request, dryRun);
  }

  @Override
  public List<ReplayView> replays(String name) {
    job(name);
    return replays.list();
  }

  @Override
  public ReplayView replay(String name, int run) {
    return replays.list().get(0);
  }

  @Override
  public ReplayView promote(String name, int run, Principal by) {
    return replays.promote(run);
  }

  @Override
  public ReplayView cancelReplay(String name, int run, boolean purge, Principal by) {
    return replays.cancel(run, purge);
  }

  @Override
  public DiffView diff(String name, int run, @Nullable String id, int limit) {
    return replays.diff(id, limit);
  }

  /** A refusal with several problems, as a node answers an invalid topology. */
  public static ApiException invalidTopology() {
    return new ApiException(
        422,
        new ApiError(
            "topology_invalid",
            "the topology has 2 problems",
            "mend them",
            List.of(
                new ApiError.Detail("a", "window revenue", "no event time", "state one"),
                new ApiError.Detail("b", "stream orders", "goes nowhere", "end it"))));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void event(
      Consumer<EventView> consumer, String type, String subject, String data) {
    consumer.accept(new EventView(1, type, subject, NOON, FakeViews.json(data)));
  }
}
