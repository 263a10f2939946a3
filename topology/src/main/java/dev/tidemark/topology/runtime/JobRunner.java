package dev.tidemark.topology.runtime;

import dev.tidemark.topology.plan.PhysicalPlan;
import java.util.concurrent.CompletableFuture;

/** Runs one job in this JVM. */
public final class JobRunner implements AutoCloseable {

  /** Where a run stands. */
  public enum State {
    PREPARED,
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    FAILED
  }

  private JobRunner() {}

  /**
   * Connects to broker and registry, checks topics and schemas, creates missing output topics. Nothing is consumed yet.
   *
   * @throws JobException when something does not fit
   */
  public static JobRunner prepare(PhysicalPlan plan, RunConfig config) {
    throw new IllegalStateException("to come");
  }

  /** Starts consuming. Returns at once. */
  public void start() {}

  public State state() {
    return State.PREPARED;
  }

  /** Completes when the job has stopped: normally after {@link #close}, exceptionally with the failure. */
  public CompletableFuture<Void> ended() {
    return new CompletableFuture<>();
  }

  /** Stops after the current commit and leaves the consumer group at once. */
  @Override
  public void close() {}
}
