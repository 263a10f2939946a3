package dev.tidemark.topology.runtime;

import dev.tidemark.serde.InMemorySchemaRegistry;
import dev.tidemark.serde.RegistryConfig;
import dev.tidemark.serde.SchemaRegistry;
import dev.tidemark.serde.SchemaRegistryClient;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job in this JVM. {@link #prepare} finds out whether it can run; {@link #start} runs it;
 * {@link #close} stops it after a commit. Thread-safe.
 */
public final class JobRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final PhysicalPlan plan;
  private final KafkaStreams streams;
  private final @Nullable SchemaRegistryClient registry;
  private final Outage outage;
  private final Failures failures;
  private final AtomicReference<State> state = new AtomicReference<>(State.PREPARED);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Where a run stands. */
  public enum State {
    /** Checked, nothing consumed yet. */
    PREPARED,
    /** Joining the group, restoring state. */
    STARTING,
    /** Processing. */
    RUNNING,
    /** Committing and leaving the group. */
    STOPPING,
    /** Ended by {@link #close}. */
    STOPPED,
    /** Ended by a failure; {@link #ended} has it. */
    FAILED
  }

  private JobRunner(
      PhysicalPlan plan,
      KafkaStreams streams,
      @Nullable SchemaRegistryClient registry,
      Outage outage,
      Failures failures) {
    this.plan = plan;
    this.streams = streams;
    this.registry = registry;
    this.outage = outage;
    this.failures = failures;
    streams.setStateListener((now, before) -> follow(now));
    streams.setUncaughtExceptionHandler(this::judge);
  }

  /**
   * Connects to broker and registry, checks topics and schemas, creates missing output topics.
   * Nothing is consumed yet.
   *
   * @throws JobException when something does not fit
   */
  public static JobRunner prepare(PhysicalPlan plan, RunConfig config) {
    PlanTopics topics = new PlanTopics(plan);
    Deployment deployment;
    SchemaRegistryClient client = null;
    try (Cluster cluster = Cluster.connect(config)) {
      client = SchemaCheck.isNeeded(topics) ? client(config) : null;
      if (client != null) {
        new SchemaCheck(client, topics).run();
      }
      deployment = cluster.deploy(plan);
    } catch (RuntimeException e) {
      if (client != null) {
        client.close();
      }
      throw e;
    }
    SchemaRegistry registry = client == null ? new InMemorySchemaRegistry() : client;
    Outage outage = new Outage();
    Properties properties = StreamsSettings.of(config);
    KafkaStreams streams =
        new KafkaStreams(
            new TopologyAssembly(deployment, new RegistryCodecs(registry), outage)
                .assemble(properties),
            properties,
            new ClientSupplier(TablesBeforeStreams.of(deployment, config.applicationId())));
    return new JobRunner(plan, streams, client, outage, new Failures());
  }

  /** Starts consuming. Returns at once. */
  public void start() {
    if (!state.compareAndSet(State.PREPARED, State.STARTING)) {
      throw new IllegalStateException(
          "job " + plan.job() + " is " + state.get() + " and can't be started again");
    }
    streams.start();
  }

  /** Where the run stands. */
  public State state() {
    return Objects.requireNonNull(state.get());
  }

  /** What the run waits for, if an outage holds it up. */
  public Optional<String> waitingFor() {
    return outage.waitingFor();
  }

  /**
   * Completes when the job has stopped: normally after {@link #close}, exceptionally with the
   * failure.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** Stops after the current commit and leaves the consumer group at once. Idempotent. */
  @Override
  public void close() {
    State before =
        state.getAndUpdate(
            now -> now == State.FAILED || now == State.STOPPED ? now : State.STOPPING);
    boolean closed =
        streams.close(
            CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_TIMEOUT));
    if (!closed) {
      LOG.warn(
          "job={} did not stop within {} s; it is abandoned, its transaction will be aborted",
          plan.job(),
          CLOSE_TIMEOUT.toSeconds());
    }
    if (registry != null) {
      registry.close();
    }
    if (before != State.FAILED && before != State.STOPPED) {
      state.compareAndSet(State.STOPPING, State.STOPPED);
      ended.complete(null);
    }
  }

  private static SchemaRegistryClient client(RunConfig config) {
    // The stream thread has a transaction open while it asks, so no single question may take long;
    // it asks again.
    Map<String, String> settings = new HashMap<>(config.schemaRegistry());
    settings.putIfAbsent("schema.registry.connect.timeout.ms", "2000");
    settings.putIfAbsent("schema.registry.request.timeout.ms", "3000");
    settings.putIfAbsent("schema.registry.retries", "1");
    try {
      return new SchemaRegistryClient(RegistryConfig.from(settings));
    } catch (IllegalArgumentException e) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          String.valueOf(e.getMessage()),
          "check --schema-registry and the file given with --config",
          e);
    }
  }

  private void follow(KafkaStreams.State now) {
    switch (now) {
      case RUNNING -> state.compareAndSet(State.STARTING, State.RUNNING);
      case REBALANCING -> state.compareAndSet(State.RUNNING, State.STARTING);
      case ERROR -> fail();
      default -> LOG.debug("job={} streams={}", plan.job(), now);
    }
  }

  private StreamThreadExceptionResponse judge(Throwable thrown) {
    Failures.Verdict verdict = failures.judge(thrown);
    if (verdict == Failures.Verdict.TRY_AGAIN) {
      LOG.warn(
          "job={} a thread failed and is replaced: {}",
          plan.job(),
          Failures.rootOf(thrown).toString());
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("job={} failed: {}", plan.job(), Failures.rootOf(thrown).toString());
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void fail() {
    State before =
        state.getAndUpdate(
            now -> now == State.STOPPING || now == State.STOPPED ? now : State.FAILED);
    if (before != State.STOPPING && before != State.STOPPED) {
      Throwable cause =
          failures
              .last()
              .orElseGet(() -> new StreamsException("Kafka Streams stopped without saying why"));
      ended.completeExceptionally(Failures.asJobException(plan.job(), cause));
    }
  }
}
