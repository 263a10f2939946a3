package dev.tidemark.node.jobs;

import dev.tidemark.client.api.job.JobSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The jobs as the cluster has decided them. Thread-safe. */
public interface JobRegistry {

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
   * Changes several jobs as one: {@link #change}, but all of them are changed, or none. A reader
   * may for a moment have seen the first of the changes and not the last.
   *
   * @param decide from all specs to the new ones (empty: delete it), in the order in which readers
   *     see them; none for no change
   */
  void changeTogether(Function<Map<String, JobSpec>, List<Change>> decide);

  /**
   * One of several changes.
   *
   * @param spec the new spec; empty: delete it
   */
  record Change(String name, Optional<JobSpec> spec) {}

  /**
   * Calls back after each change that this node has read, on the book's own thread; must not block.
   */
  AutoCloseable onChange(Runnable callback);
}
