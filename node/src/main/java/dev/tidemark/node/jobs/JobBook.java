package dev.tidemark.node.jobs;

import dev.tidemark.node.api.JobSpec;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the cluster has decided of its jobs. Thread-safe. */
public interface JobBook {

  /** All jobs by name, as far as this node has read: a snapshot. */
  Map<String, JobSpec> jobs();

  /**
   * Changes one job. Changes of all nodes happen one after the other: {@code decide} sees the
   * newest spec of all, and what it returns is what the next one sees. It may be called more than
   * once, and must have no side effects.
   *
   * @param decide from the spec (empty: there is none) to the new one (empty: delete it); what it
   *     throws is thrown here, and nothing is changed
   * @return what it returned in the end
   */
  Optional<JobSpec> change(String name, Function<Optional<JobSpec>, Optional<JobSpec>> decide);

  /**
   * Calls back after each change that this node has read, on the book's own thread; must not block.
   */
  AutoCloseable onChange(Runnable callback);
}
