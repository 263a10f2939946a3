package dev.tidemark.runtime.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runtime.base.Deployment;
import dev.tidemark.runtime.base.Failures;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.PurgeCheck;
import dev.tidemark.runtime.base.RegistryClients;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.base.StreamsSettings;
import dev.tidemark.runtime.preflight.PlanTopics;
import dev.tidemark.runtime.preflight.SchemaCheck;
import dev.tidemark.runtime.preflight.SchemaSample;
import dev.tidemark.runtime.query.AskedStores;
import dev.tidemark.runtime.query.QueryAnswer;
import dev.tidemark.runtime.query.StoreInfo;
import dev.tidemark.runtime.query.StoreQueries;
import dev.tidemark.runtime.query.StoreReader;
import dev.tidemark.runtime.streams.ClientSupplier;
import dev.tidemark.runtime.streams.InputLag;
import dev.tidemark.runtime.streams.ReadLimits;
import dev.tidemark.runtime.streams.RegistryCodecs;
import dev.tidemark.runtime.streams.RegistryOutageRetry;
import dev.tidemark.runtime.streams.RunServices;
import dev.tidemark.runtime.streams.SubTopologies;
import dev.tidemark.runtime.streams.TablesBeforeStreams;
import dev.tidemark.runtime.streams.TaskBoard;
import dev.tidemark.runtime.streams.TopologyAssembly;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import dev.tidemark.serde.registry.SubjectRegistry;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job in this JVM. {@link #prepare} checks whether it can run; {@link #start} runs it;
 * {@link #close} stops it after a commit. Thread-safe.
 */
public final class JobRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final Duration SHUTDOWN_MAX = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final PhysicalPlan plan;
  private final RunConfig config;
  private final KafkaStreams streams;
  private final @Nullable SubjectRegistry registry;
  private final RunServices watch;
  private final StoreQueries queries;
  private final FailureLog failureLog;
  private final Failures failures = new Failures();

  /** PREPARED, STARTING for all of a run's life, STOPPING, STOPPED or FAILED. */
  private final AtomicReference<State> phase = new AtomicReference<>(State.PREPARED);

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicBoolean purgeChecked = new AtomicBoolean();
  private final CompletionWatch completion;
  private volatile boolean paused;
  private volatile boolean complete;

  /** The state of a run. */
  public enum State {
    /** Checked, nothing consumed yet. */
    PREPARED,
    /** Joining the group. */
    STARTING,
    /** At least one task's state is read back before its first record. */
    RESTORING,
    /** All tasks here process. */
    RUNNING,
    /** Started, but ordered to process nothing; keeps its tasks and their state. */
    PAUSED,
    /**
     * All that its scope lets it read is processed, through every exchange, and committed. It keeps
     * its tasks until it is closed.
     */
    COMPLETE,
    /** Committing and leaving the group. */
    STOPPING,
    /** Ended by {@link #close}. */
    STOPPED,
    /** Ended by a failure; {@link #ended} has it. */
    FAILED
  }

  private JobRunner(
      PhysicalPlan plan,
      RunConfig config,
      Deployment deployment,
      KafkaStreams streams,
      @Nullable SubjectRegistry registry,
      RunServices watch,
      StoreQueries queries,
      FailureLog failureLog) {
    this.plan = plan;
    this.config = config;
    this.completion = new CompletionWatch(plan, config, deployment, () -> complete = true);
    this.streams = streams;
    this.registry = registry;
    this.watch = watch;
    this.queries = queries;
    this.failureLog = failureLog;
    streams.setStateListener((now, before) -> follow(now));
    streams.setUncaughtExceptionHandler(this::judge);
    streams.setGlobalStateRestoreListener(watch.tasks());
    streams.setStandbyUpdateListener(watch.tasks());
  }

  /**
   * Connects to broker and registry, checks topics and schemas, creates missing output topics.
   * Nothing is consumed yet.
   *
   * @throws JobException when something does not fit
   */
  public static JobRunner prepare(PhysicalPlan plan, RunConfig config) {
    return prepare(plan, config, false, Clock.systemUTC());
  }

  /**
   * Does the same for a plan whose schemas were checked when it was submitted. Where its run has
   * begun, it continues as if it had never stopped: versions that producers have registered since
   * and the job can't read are logged, their records end in the dead letters, and the start is not
   * refused.
   *
   * @throws JobException when something does not fit
   */
  public static JobRunner prepareSubmitted(PhysicalPlan plan, RunConfig config) {
    return prepare(plan, config, true, Clock.systemUTC());
  }

  /**
   * Does the same with another clock, for the times of failures.
   *
   * @throws JobException when something does not fit
   */
  public static JobRunner prepare(PhysicalPlan plan, RunConfig asked, Clock clock) {
    return prepare(plan, asked, false, clock);
  }

  private static JobRunner prepare(
      PhysicalPlan plan, RunConfig asked, boolean submitted, Clock clock) {
    PlanTopics topics = new PlanTopics(plan);
    Deployment deployment;
    SubjectRegistry client = null;
    RunConfig config;
    try (TopicProvisioner cluster = TopicProvisioner.connect(asked)) {
      config = cluster.resumed(asked);
      client = SchemaCheck.isNeeded(topics) ? RegistryClients.open(config) : null;
      if (client != null) {
        new SchemaCheck(client, topics, config, SchemaSample.BRIEF)
            .run(() -> submitted && cluster.hasBegun(asked));
      }
      deployment = cluster.deploy(plan, config);
      cluster.begin(config);
    } catch (RuntimeException e) {
      if (client != null) {
        client.close();
      }
      throw e;
    }
    SchemaRegistry registry = client == null ? new InMemorySchemaRegistry() : client;
    RunServices watch = new RunServices(new RegistryOutageRetry(), new TaskBoard(), new InputLag());
    Properties properties = StreamsSettings.of(config);
    RegistryCodecs codecs = new RegistryCodecs(registry, plan.subjects());
    Topology topology =
        new TopologyAssembly(config, deployment, codecs, watch).assemble(properties);
    watch
        .tasks()
        .know(SubTopologies.of(topology.describe(), config.applicationId(), topics.inputs()));
    KafkaStreams streams =
        new KafkaStreams(
            topology,
            properties,
            new ClientSupplier(
                TablesBeforeStreams.of(deployment, config.applicationId()),
                ReadLimits.of(plan, config.scope()),
                watch));
    StoreReader reader =
        new StoreReader(config.applicationId(), deployment, codecs, streams, watch);
    StoreQueries queries = new StoreQueries(new AskedStores(plan), reader);
    return new JobRunner(
        plan, config, deployment, streams, client, watch, queries, new FailureLog(clock));
  }

  /** Starts consuming, or, if it was paused before, joins the group and waits. Returns at once. */
  public void start() {
    if (!phase.compareAndSet(State.PREPARED, State.STARTING)) {
      throw new IllegalStateException(
          "job " + plan.job() + " is " + state() + " and can't be started again");
    }
    streams.start();
    completion.start();
  }

  /**
   * Stops processing and keeps the tasks and their state, until {@link #resume}: what was processed
   * is committed, then nothing is read, emitted or decided, and no state is restored. Returns at
   * once; the record in hand is still processed. May be called before {@link #start}. Idempotent.
   */
  public void pause() {
    paused = true;
    streams.pause();
  }

  /** Continues after {@link #pause}. Idempotent. */
  public void resume() {
    paused = false;
    streams.resume();
  }

  /** Returns the state of the run. */
  public State state() {
    State now = Objects.requireNonNull(phase.get());
    if (now != State.STARTING) {
      return now;
    }
    if (complete) {
      return State.COMPLETE;
    }
    if (paused) {
      return State.PAUSED;
    }
    if (streams.state() == KafkaStreams.State.RUNNING) {
      return State.RUNNING;
    }
    return watch.tasks().isRestoring() ? State.RESTORING : State.STARTING;
  }

  /** Returns the status of the run, with its tasks and failures. Cheap: sends no request. */
  public RunnerStatus status() {
    return new RunnerStatus(state(), waitingFor(), watch.tasks().tasks(), failureLog.newest());
  }

  /** Returns what the run waits for, if an outage holds it up. */
  public Optional<String> waitingFor() {
    return watch.outage().waitingFor();
  }

  /** Returns the stores that can be asked. */
  public List<StoreInfo> stores() {
    return queries.stores();
  }

  /**
   * Returns the entries under a key in the partitions of a store that are here, as of the last
   * commit or a little later.
   *
   * @param store the name of a store
   * @param key as JSON: a string, a number, a boolean, or the JSON of an Avro record
   * @return one answer for each partition that is here and may hold the key; none if there is none
   * @throws JobException {@code INVALID_QUERY} for an unknown store or a key of another type,
   *     {@code NOT_READY} while tasks move, {@code QUERY_FAILED} if the job's own code fails
   */
  public List<QueryAnswer> query(String store, JsonNode key) {
    if (phase.get() != State.STARTING) {
      throw new JobException(
          JobException.Code.NOT_READY,
          "job " + plan.job() + " is " + state() + " here and answers nothing",
          "try again when it runs");
    }
    return queries.query(store, key);
  }

  /**
   * Completes when the job has stopped: normally after {@link #close}, exceptionally with the
   * failure.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /**
   * Stops after the current commit and leaves the consumer group at once, within 30 seconds.
   * Idempotent.
   */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }

  /**
   * Stops after the current commit and leaves the consumer group at once. Idempotent.
   *
   * @param timeout how long it may take; after it the run is abandoned, and what it had not yet
   *     committed is done again by the process that takes over
   * @return whether it stopped in time
   */
  public boolean close(Duration timeout) {
    State before =
        phase.getAndUpdate(
            now -> now == State.FAILED || now == State.STOPPED ? now : State.STOPPING);
    completion.close();
    boolean closed =
        streams.close(
            CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(timeout));
    if (!closed) {
      LOG.warn(
          "job={} did not stop within {} ms; it is abandoned, its transaction will be aborted",
          plan.job(),
          timeout.toMillis());
    }
    queries.close();
    if (registry != null) {
      registry.close();
    }
    if (before != State.FAILED && before != State.STOPPED) {
      phase.compareAndSet(State.STOPPING, State.STOPPED);
      ended.complete(null);
    }
    return closed;
  }

  private void follow(KafkaStreams.State now) {
    if (now == KafkaStreams.State.ERROR) {
      fail();
    } else if (now == KafkaStreams.State.RUNNING && purgeChecked.compareAndSet(false, true)) {
      Thread check = new Thread(this::checkPurge, "purge-check");
      check.setDaemon(true);
      check.start();
    } else {
      LOG.debug("job={} streams={}", plan.job(), now);
    }
  }

  private void checkPurge() {
    PurgeCheck.problem(plan, config)
        .ifPresent(
            problem -> {
              LOG.error("job={} failed: {}", plan.job(), problem.getMessage());
              failureLog.add(Thread.currentThread(), problem);
              if (fail(problem)) {
                close();
              }
            });
  }

  private StreamThreadExceptionResponse judge(Throwable thrown) {
    failureLog.add(Thread.currentThread(), thrown);
    Failures.Verdict verdict = failures.judge(thrown);
    if (verdict == Failures.Verdict.TRY_AGAIN) {
      LOG.warn(
          "job={} a thread failed and is replaced: {}",
          plan.job(),
          Failures.rootOf(thrown).toString());
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("job={} failed: {}", plan.job(), Failures.rootOf(thrown).toString());
    // the client shuts down now, unless one of its threads has died and the wait for it has no end
    CompletableFuture.delayedExecutor(SHUTDOWN_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::fail);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void fail() {
    Throwable cause =
        failures
            .last()
            .orElseGet(() -> new StreamsException("Kafka Streams stopped without saying why"));
    fail(Failures.asJobException(plan.job(), cause));
  }

  /** Returns whether that is news. */
  private boolean fail(JobException cause) {
    State before =
        phase.getAndUpdate(
            now -> now == State.STOPPING || now == State.STOPPED ? now : State.FAILED);
    return before != State.STOPPING
        && before != State.STOPPED
        && ended.completeExceptionally(cause);
  }
}
