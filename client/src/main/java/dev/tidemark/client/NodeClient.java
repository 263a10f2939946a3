package dev.tidemark.client;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.cluster.ClusterView;
import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.deadletters.DeadLetterStatsView;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.client.api.deadletters.DeadLettersView;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.DiscardView;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.deadletters.RequeueView;
import dev.tidemark.client.api.job.JobExceptionView;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobTaskView;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.StatusView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.job.TopologyView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.progress.LagView;
import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.client.api.progress.OffsetsView;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.client.api.progress.WatermarksView;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayStartView;
import dev.tidemark.client.api.replay.ReplayView;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster, over whichever of its nodes answers. Every method may throw {@link
 * dev.tidemark.client.api.ApiException} where the node refuses, and {@link
 * NodeUnreachableException} where none answers. Thread-safe.
 */
public final class NodeClient implements AutoCloseable {
  private static final String JOBS = "jobs";
  private static final String JARS = "jars";
  private static final String REPLAYS = "replays";
  private static final Pattern AFTER = Pattern.compile("[?&]after=([A-Za-z0-9_-]+)");

  private final Transport transport;

  NodeClient(Transport transport) {
    this.transport = transport;
  }

  /**
   * Begins to describe a client.
   *
   * @param urls of nodes, e.g. {@code http://127.0.0.1:8080}; the first that answers is used, the
   *     others when it does not
   * @throws IllegalArgumentException with a message for people if there is none, or one is not the
   *     URL of a node
   */
  public static NodeClientBuilder at(List<URI> urls) {
    return new NodeClientBuilder(urls);
  }

  /** The cluster and its live nodes. */
  public ClusterView cluster() {
    return ask(ApiRequest.get(), ClusterView.class);
  }

  /** Returns whether the node is ready. */
  public HealthView health() {
    HttpResponse<byte[]> response = transport.raw(ApiRequest.get("health", "ready"));
    try {
      HealthView health = Json.mapper().readValue(response.body(), HealthView.class);
      if (health.reasons() != null) {
        return health;
      }
    } catch (IOException e) {
      throw Transport.refused(response.uri(), response.statusCode(), response.body());
    }
    throw Transport.refused(response.uri(), response.statusCode(), response.body());
  }

  /**
   * Uploads a jar.
   *
   * @param sent receives the number of bytes sent, on a thread of the client
   * @throws FileNotFoundException if there is no such file
   */
  public JarView putJar(Path jar, LongConsumer sent) throws FileNotFoundException {
    return ask(ApiRequest.of("PUT", JARS).upload(CountingPublisher.of(jar, sent)), JarView.class);
  }

  /** All jars, newest first. */
  public List<JarView> jars() {
    return askList(ApiRequest.get(JARS), JarView.class);
  }

  /** One jar. */
  public JarView jar(String id) {
    return ask(ApiRequest.get(JARS, id), JarView.class);
  }

  /** Forgets a jar. */
  public void deleteJar(String id) {
    transport.bytes(ApiRequest.of("DELETE", JARS, id));
  }

  /** Plans a job. */
  public PlanView plan(String jar, PlanRequest request) {
    return ask(ApiRequest.of("POST", JARS, jar, "plan").json(request), PlanView.class);
  }

  /** All jobs, by name. */
  public List<JobView> jobs() {
    return askList(ApiRequest.get(JOBS), JobView.class);
  }

  /** One job. */
  public JobView job(String name) {
    return ask(ApiRequest.get(JOBS, name), JobView.class);
  }

  /** Creates a job that is not there yet. */
  public SubmitView create(JobRequest request, boolean dryRun) {
    return ask(ApiRequest.of("POST", JOBS).flag("dry_run", dryRun).json(request), SubmitView.class);
  }

  /**
   * Creates or upgrades a job.
   *
   * @param ifMatch the version that is to be replaced; empty for any
   */
  public SubmitView put(String name, JobRequest request, OptionalLong ifMatch, boolean dryRun) {
    return ask(
        ApiRequest.of("PUT", JOBS, name).flag("dry_run", dryRun).ifMatch(ifMatch).json(request),
        SubmitView.class);
  }

  /** Checks an upgrade; changes nothing. */
  public UpgradeView checkUpgrade(String name, JobRequest request) {
    return ask(ApiRequest.of("POST", JOBS, name, "upgrade-check").json(request), UpgradeView.class);
  }

  /** Changes what should become of a job; returns before it has. */
  public JobView change(String name, JobVerb verb, OptionalLong ifMatch) {
    String word = verb.name().toLowerCase(Locale.ROOT);
    return ask(ApiRequest.of("PUT", JOBS, name, word).ifMatch(ifMatch), JobView.class);
  }

  /**
   * Deletes a job.
   *
   * @param purge whether its group, internal topics and state go, too
   */
  public void delete(String name, boolean purge, OptionalLong ifMatch) {
    transport.bytes(ApiRequest.of("DELETE", JOBS, name).flag("purge", purge).ifMatch(ifMatch));
  }

  /** Returns the status of a job. */
  public StatusView status(String name) {
    return ask(ApiRequest.get(JOBS, name, "status"), StatusView.class);
  }

  /** Its tasks on all nodes. */
  public List<JobTaskView> tasks(String name) {
    return askList(ApiRequest.get(JOBS, name, "tasks"), JobTaskView.class);
  }

  /** The exceptions that its workers met. */
  public List<JobExceptionView> exceptions(String name) {
    return askList(ApiRequest.get(JOBS, name, "exceptions"), JobExceptionView.class);
  }

  /** Its plan. */
  public TopologyView topology(String name) {
    return ask(ApiRequest.get(JOBS, name, "topology"), TopologyView.class);
  }

  /** Its committed offsets. */
  public OffsetsView offsets(String name) {
    return ask(ApiRequest.get(JOBS, name, "offsets"), OffsetsView.class);
  }

  /** Returns how far the job is behind. */
  public LagView lag(String name) {
    return ask(ApiRequest.get(JOBS, name, "lag"), LagView.class);
  }

  /** Returns how far the job has come in event time. */
  public WatermarksView watermarks(String name) {
    return ask(ApiRequest.get(JOBS, name, "watermarks"), WatermarksView.class);
  }

  /** Returns the counts that account for every event. */
  public LedgerView ledger(String name) {
    return ask(ApiRequest.get(JOBS, name, "ledger"), LedgerView.class);
  }

  /**
   * The newest lines of its logs, oldest first.
   *
   * @param node null for all
   * @param tail how many at most, 1 to 10,000
   * @param since nothing older; null for any
   */
  public List<LogLine> logs(String name, @Nullable String node, int tail, @Nullable Instant since) {
    return lines(logs(name, tail).with("node", node).with("since", since));
  }

  /** Follows new lines, after up to {@code tail} existing ones. */
  public EventStream<LogLine> followLogs(String name, @Nullable String node, int tail) {
    return transport.feed(logs(name, tail).with("node", node).flag("follow", true), LogLine.class);
  }

  /** The stores that can be asked. */
  public List<StoreView> stores(String name) {
    return askList(ApiRequest.get(JOBS, name, "stores"), StoreView.class);
  }

  /** Returns the contents of a store under a key. */
  public StoreAnswer query(String name, String store, JsonNode key) {
    return ask(ApiRequest.get(JOBS, name, "stores", store).with("key", key), StoreAnswer.class);
  }

  /** Begins to replay a job, or only plans it. */
  public ReplayStartView replay(String name, ReplayRequest request, boolean dryRun) {
    return ask(
        ApiRequest.of("POST", JOBS, name, REPLAYS).flag("dry_run", dryRun).json(request),
        ReplayStartView.class);
  }

  /** The replays of a job: none or one. */
  public List<ReplayView> replays(String name) {
    return askList(ApiRequest.get(JOBS, name, REPLAYS), ReplayView.class);
  }

  /** Returns the progress of a replay. */
  public ReplayView replay(String name, int run) {
    return ask(ApiRequest.get(JOBS, name, REPLAYS, String.valueOf(run)), ReplayView.class);
  }

  /** Lets a replay take the job's place; returns before it has. */
  public ReplayView promote(String name, int run) {
    return ask(
        ApiRequest.of("POST", JOBS, name, REPLAYS, String.valueOf(run), "promote"),
        ReplayView.class);
  }

  /**
   * Ends a replay.
   *
   * @param purge whether its shadow topics go, too
   */
  public ReplayView cancelReplay(String name, int run, boolean purge) {
    return ask(
        ApiRequest.of("DELETE", JOBS, name, REPLAYS, String.valueOf(run)).flag("purge", purge),
        ReplayView.class);
  }

  /**
   * Compares what a replay has written with what the job has.
   *
   * @param id of a comparison that is under way; null to begin one
   * @param limit how many differences of each output to give
   */
  public DiffView diff(String name, int run, @Nullable String id, int limit) {
    return ask(
        ApiRequest.get(JOBS, name, REPLAYS, String.valueOf(run), "diff")
            .with("id", id)
            .with("limit", limit),
        DiffView.class);
  }

  /**
   * Returns a page of the dead letters or late records of a job, by topic, partition and offset.
   *
   * @param limit how many at most, 1 to 10,000
   * @param after {@code next} of the page before; null for the first
   */
  public DeadLettersView letters(
      String name,
      DeadLetterKind kind,
      DeadLetterFilter filter,
      int limit,
      @Nullable String after) {
    return ask(
        filtered(ApiRequest.get(JOBS, name, kind.path()), filter)
            .with("limit", limit)
            .with("after", after),
        DeadLettersView.class);
  }

  /**
   * One dead letter or late record, with value and headers.
   *
   * @param topic null where the job has one only
   */
  public DeadLetterView letter(
      String name, DeadLetterKind kind, @Nullable String topic, int partition, long offset) {
    String[] path = {JOBS, name, kind.path(), Integer.toString(partition), Long.toString(offset)};
    return ask(ApiRequest.get(path).with("topic", topic), DeadLetterView.class);
  }

  /** Returns the number of dead letters or late records, grouped by what they have in common. */
  public DeadLetterStatsView letterStats(
      String name, DeadLetterKind kind, DeadLetterFilter filter) {
    return ask(
        filtered(ApiRequest.get(JOBS, name, kind.path(), "stats"), filter),
        DeadLetterStatsView.class);
  }

  /**
   * All that fit with value and headers, a line of JSON each, page by page.
   *
   * @param lines takes each line
   */
  public void exportLetters(
      String name, DeadLetterKind kind, DeadLetterFilter filter, Consumer<String> lines) {
    ApiRequest first =
        filtered(ApiRequest.get(JOBS, name, kind.path(), "export"), filter)
            .header("Accept", "application/x-ndjson");
    @Nullable ApiRequest next = first;
    while (next != null) {
      HttpResponse<byte[]> page = transport.raw(next);
      if (page.statusCode() != 200) {
        throw Transport.refused(page.uri(), page.statusCode(), page.body());
      }
      new String(page.body(), StandardCharsets.UTF_8).lines().forEach(lines);
      next =
          page.headers()
              .firstValue("Link")
              .map(NodeClient::after)
              .map(after -> first.with("after", after))
              .orElse(null);
    }
  }

  /** Writes records to their source topics again, as many as go in two seconds. */
  public RequeueView requeue(String name, DeadLetterKind kind, RequeueRequest request) {
    return ask(
        ApiRequest.of("POST", JOBS, name, kind.path(), "requeue").json(request), RequeueView.class);
  }

  /** Gives dead letters up. */
  public DiscardView discard(String name, DiscardRequest request) {
    return ask(
        ApiRequest.of("POST", JOBS, name, DeadLetterKind.DEAD_LETTER.path(), "discard")
            .json(request),
        DiscardView.class);
  }

  /** Follows the events of the cluster from now on. */
  public EventStream<EventView> events() {
    return transport.feed(
        ApiRequest.get("events").header("Accept", "text/event-stream"), EventView.class);
  }

  /** {@link #logs} of the node that is asked alone. */
  public List<LogLine> localLogs(String name, int tail, @Nullable Instant since) {
    return lines(logs(name, tail).with("since", since).flag("local", true));
  }

  /** {@link #followLogs} of the node that is asked alone. */
  public EventStream<LogLine> followLocalLogs(String name, int tail) {
    return transport.feed(logs(name, tail).flag("local", true).flag("follow", true), LogLine.class);
  }

  /** {@link #stores} of the worker on the node that is asked. */
  public List<StoreView> localStores(String name) {
    return askList(ApiRequest.get(JOBS, name, "stores").flag("local", true), StoreView.class);
  }

  /** The answer of the node that is asked if it owns the key, or an empty list. */
  public List<StoreAnswer> localQuery(String name, String store, JsonNode key) {
    return askList(
        ApiRequest.get(JOBS, name, "stores", store).with("key", key).flag("local", true),
        StoreAnswer.class);
  }

  /** Ends it, and with it all feeds. */
  @Override
  public void close() {
    transport.close();
  }

  private static ApiRequest filtered(ApiRequest ask, DeadLetterFilter filter) {
    return ask.with("topic", filter.topic())
        .with("step", filter.step())
        .with("exception", filter.exception())
        .with("cause", filter.cause())
        .with("since", filter.since())
        .with("until", filter.until())
        .with("key", filter.key())
        .with("at", filter.at())
        .with("state", filter.state());
  }

  /** Returns the position of the next page from a {@code Link} header. */
  private static @Nullable String after(String link) {
    Matcher matcher = AFTER.matcher(link);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static ApiRequest logs(String name, int tail) {
    return ApiRequest.get(JOBS, name, "logs")
        .with("tail", tail)
        .header("Accept", "application/x-ndjson");
  }

  private List<LogLine> lines(ApiRequest ask) {
    List<LogLine> lines = new ArrayList<>();
    String text = new String(transport.bytes(ask), StandardCharsets.UTF_8);
    text.lines().filter(line -> !line.isBlank()).forEach(line -> lines.add(line(line)));
    return lines;
  }

  private static LogLine line(String json) {
    try {
      return Json.mapper().readValue(json, LogLine.class);
    } catch (IOException e) {
      throw new IllegalStateException("a node sent an invalid log line", e);
    }
  }

  private <T> T ask(ApiRequest ask, Class<T> type) {
    return ask(ask, Json.mapper().constructType(type));
  }

  private <T> List<T> askList(ApiRequest ask, Class<T> type) {
    return ask(ask, Json.mapper().getTypeFactory().constructCollectionType(List.class, type));
  }

  private <T> T ask(ApiRequest ask, JavaType type) {
    T answer = transport.answer(ask, type);
    if (answer == null) {
      throw new IllegalStateException("the node answered nothing to " + ask.path());
    }
    return answer;
  }
}
