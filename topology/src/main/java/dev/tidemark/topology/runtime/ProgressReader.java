package dev.tidemark.topology.runtime;

import dev.tidemark.topology.plan.PhysicalPlan;

/** Reads a job's {@link JobProgress} from its committed changelogs. */
public final class ProgressReader implements AutoCloseable {

  /** Opens a reader; keep it for repeated reads, it goes on where it stopped. */
  public static ProgressReader open(PhysicalPlan plan, RunConfig config) {
    throw new IllegalStateException("to come");
  }

  /** The newest committed progress. Blocks until all that is committed now has been read. */
  public JobProgress read() {
    throw new IllegalStateException("to come");
  }

  @Override
  public void close() {}
}
