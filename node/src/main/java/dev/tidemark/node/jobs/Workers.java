package dev.tidemark.node.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The workers of this node. Thread-safe. */
public interface Workers extends AutoCloseable {

  /**
   * States which jobs should have a worker here, by name. Returns at once; workers are started,
   * told, replaced and stopped behind it until they are as wanted: a job that is missing, or whose
   * desired state is STOPPED, gets none; a worker of another run, jar, parameters, settings or
   * restart count is replaced.
   */
  void want(Map<String, JobSpec> jobs);

  /** All workers, also ended ones that are wanted. */
  List<WorkerView> views();

  /**
   * Calls back after each change of {@link #views}, at most some times a second; must not block.
   */
  AutoCloseable onChange(Runnable callback);

  /** The newest lines of a job's log on this node, oldest first; also of ended workers. */
  List<LogLine> logs(String job, int tail, @Nullable Instant since);

  /** New lines until closed. */
  AutoCloseable followLogs(String job, int tail, Consumer<LogLine> consumer);

  /** The stores of a job that can be asked; empty if no worker of it runs here. */
  List<StoreView> stores(String job);

  /**
   * Looks a key up in the stores of the worker here.
   *
   * @return the answer if this node owns the key's partition; an empty list otherwise
   */
  List<StoreAnswer> query(String job, String store, JsonNode key);

  /** Removes logs and local state of a job that has no worker here; of a replay its logs. */
  void purge(String job);

  /** Removes the local state of all but some runs of a job; leaves those alone that run here. */
  void keepRuns(String job, Set<Integer> runs);

  /** Stops all workers gracefully, in parallel; kills what does not end in 30 seconds. */
  @Override
  void close();
}
