package dev.tidemark.node.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.cluster.ClusterView;
import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.job.WorkerView;
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
import dev.tidemark.node.cluster.ClusterMemory;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.deadletters.DeadLetters;
import dev.tidemark.node.http.LocalService;
import dev.tidemark.node.jobs.JobRequests;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers for the whole cluster: delegates each question to the responsible class. Thread-safe. */
public final class ClusterService implements NodeService, AutoCloseable {

  private final ServiceParts parts;
  private final LocalAnswers local;
  private final JobViews views;
  private final JarRequests jars;
  private final Submissions submissions;
  private final JobChanges changes;
  private final OffsetsReader offsets;
  private final ProgressReaders progress;
  private final FirstUnread firstUnread;
  private final LagReader lag;
  private final LedgerReader ledger;
  private final Replays replays;
  private final ReplayDriver driver;
  private final Diffs diffs;
  private final Optional<SubjectRegistry> registry;
  private final DeadLetterRequests deadLetters;
  private final MergedLogs logs;
  private final StoreQueries stores;
  private final EventFeed events = new EventFeed();
  private volatile boolean joined;

  /** Creates the service; sends no request yet. */
  public ClusterService(ServiceParts parts) {
    NodeConfig config = parts.config();
    ClusterMemory memory = parts.memory();
    this.parts = parts;
    this.local = new LocalAnswers(parts.workers());
    this.views = new JobViews(config.id(), memory.book(), memory.membership(), parts.workers());
    this.jars =
        new JarRequests(
            memory.jars(), memory.book(), parts.planning(), config.limits().jarBytesMax());
    Runs runs = new Runs(memory.admin(), config);
    this.submissions =
        new Submissions(
            memory.book(), jars, parts.planning(), runs, views, config.limits().jobsMax());
    this.changes = new JobChanges(memory.book(), views, runs);
    this.offsets = new OffsetsReader(memory.admin());
    this.progress = new ProgressReaders(runs);
    this.firstUnread = new FirstUnread(parts.clients());
    this.lag = new LagReader(views, offsets, progress, firstUnread);
    this.ledger = new LedgerReader(views, progress);
    RunPositions positions = new RunPositions(views, progress, runs);
    this.replays =
        new Replays(
            memory.book(),
            jars,
            new ReplayPlanner(jars, parts.planning(), runs),
            new ReplayViews(views, offsets, lag, positions),
            lag,
            offsets);
    this.driver = new ReplayDriver(parts, views, positions, offsets, runs);
    this.diffs = new Diffs(parts, replays, offsets, progress, runs);
    this.registry = Registries.of(config);
    this.deadLetters =
        new DeadLetterRequests(
            views, DeadLetters.in(memory.admin(), parts.clients(), registry.orElse(null)), lag);
    FanOut fanOut = new FanOut(config.id(), local, parts.peers(), memory.membership());
    this.logs = new MergedLogs(fanOut);
    this.stores = new StoreQueries(views, fanOut);
  }

  /** Returns the answers of this node for itself alone. */
  public LocalService local() {
    return local;
  }

  /** Records that the node has read all cluster topics and joined its cluster. */
  public void joined() {
    joined = true;
    driver.start();
  }

  /** Returns the workers on all nodes that are not yet considered dead. */
  List<WorkerView> knownWorkers() {
    return views.knownWorkers();
  }

  /** Notifies subscribers of possible changes. */
  void changed() {
    events.look(ClusterSnapshot.of(views.all(), parts.memory().membership().live()));
  }

  /** Closes readers and clients that were not used lately. */
  void closeUnused() {
    long now = System.nanoTime();
    progress.closeIdle(now);
    firstUnread.closeIdle(now);
    logs.refresh();
  }

  @Override
  public void close() {
    driver.close();
    diffs.close();
    logs.close();
    progress.close();
    firstUnread.close();
    registry.ifPresent(SubjectRegistry::close);
  }

  @Override
  public ClusterView cluster() {
    return new ClusterView(
        parts.version(),
        parts.config().cluster(),
        parts.memory().kafkaClusterId(),
        parts.config().id(),
        parts.memory().membership().live());
  }

  @Override
  public JarView putJar(InputStream body, Principal by) throws IOException {
    return jars.put(body, by);
  }

  @Override
  public List<JarView> jars() {
    return jars.list();
  }

  @Override
  public JarView jar(String id) {
    return jars.get(id);
  }

  @Override
  public void deleteJar(String id, Principal by) {
    jars.delete(id, by);
  }

  @Override
  public PlanView plan(String jar, PlanRequest request) {
    JobRequests.jobClass(request.jobClass());
    JobRequests.parameters(request.parameters());
    if (request.name() != null) {
      JobRequests.name(request.name());
    }
    return parts.planning().plan(jars.file(jar), request);
  }

  @Override
  public List<JobView> jobs() {
    return views.all();
  }

  @Override
  public JobView job(String name) {
    return views.of(views.spec(JobRequests.readable(name)));
  }

  @Override
  public SubmitView create(JobRequest request, boolean dryRun, Principal by) {
    return submissions.create(request, dryRun, by);
  }

  @Override
  public SubmitView put(
      String name, JobRequest request, OptionalLong ifMatch, boolean dryRun, Principal by) {
    return submissions.put(name, request, ifMatch, dryRun, by);
  }

  @Override
  public UpgradeView checkUpgrade(String name, JobRequest request) {
    return submissions.checkUpgrade(name, request);
  }

  @Override
  public JobView change(String name, JobVerb verb, OptionalLong ifMatch, Principal by) {
    return changes.change(name, verb, ifMatch, by);
  }

  @Override
  public void delete(String name, boolean purge, OptionalLong ifMatch, Principal by) {
    changes.delete(name, purge, ifMatch, by);
  }

  @Override
  public OffsetsView offsets(String name) {
    return offsets.committed(views.spec(JobRequests.readable(name)));
  }

  @Override
  public LagView lag(String name) {
    return lag.lag(JobRequests.readable(name));
  }

  @Override
  public LedgerView ledger(String name) {
    return ledger.ledger(JobRequests.readable(name));
  }

  @Override
  public List<LogLine> logs(String name, @Nullable String node, int tail, @Nullable Instant since) {
    views.spec(JobRequests.readable(name));
    return logs.read(name, node, tail, since);
  }

  @Override
  public AutoCloseable followLogs(
      String name, @Nullable String node, int tail, Consumer<LogLine> consumer) {
    views.spec(JobRequests.readable(name));
    return logs.follow(name, node, tail, consumer);
  }

  @Override
  public List<StoreView> stores(String name) {
    return stores.stores(JobRequests.readable(name));
  }

  @Override
  public StoreAnswer query(String name, String store, JsonNode key) {
    return stores.query(JobRequests.readable(name), store, key);
  }

  @Override
  public ReplayStartView replay(String name, ReplayRequest request, boolean dryRun, Principal by) {
    return replays.start(name, request, dryRun, by);
  }

  @Override
  public List<ReplayView> replays(String name) {
    return replays.list(name);
  }

  @Override
  public ReplayView replay(String name, int run) {
    return replays.one(name, run);
  }

  @Override
  public ReplayView promote(String name, int run, Principal by) {
    return replays.promote(name, run, by);
  }

  @Override
  public ReplayView cancelReplay(String name, int run, boolean purge, Principal by) {
    return replays.cancel(name, run, purge, by);
  }

  @Override
  public DiffView diff(String name, int run, @Nullable String id, int limit) {
    return diffs.diff(name, run, id, limit);
  }

  @Override
  public AutoCloseable events(Consumer<EventView> consumer) {
    return events.subscribe(consumer);
  }

  @Override
  public DeadLetterService letters() {
    return deadLetters;
  }

  @Override
  public HealthView health() {
    return Readiness.of(
        joined,
        parts.memory().trouble(),
        parts.memory().membership().silence(),
        parts.memory().membership().rival().map(NodeView::url),
        parts.workers().views(),
        Instant.now());
  }
}
