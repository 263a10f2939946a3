package dev.tidemark.node.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.jobs.Jars;
import dev.tidemark.node.jobs.Workers;
import dev.tidemark.worker.Command;
import dev.tidemark.worker.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs each job of this node in a JVM of its own. {@link WorkerDecision} decides on actions, one
 * job at a time, and {@link WorkerRounds} runs them. Thread-safe.
 */
public final class Supervisor implements Workers {
  static final String WORKER_MAIN = "dev.tidemark.worker.WorkerMain";
  private static final long ANSWER_SECONDS = 15;

  private final Folders folders;
  private final Logs logs;
  private final WorkerRounds rounds;

  /**
   * Creates a supervisor without any worker. Workers that a killed node has left behind in the same
   * data folder get time to end, then are killed, before another of the same job is started.
   *
   * @param config of the node; only one process uses its data folder
   * @param jars the source of jar files
   */
  public Supervisor(NodeConfig config, Jars jars) {
    this(config, jars, WORKER_MAIN, JobLog.Limits.DEFAULT, WorkerTimeouts.DEFAULT);
  }

  Supervisor(
      NodeConfig config,
      Jars jars,
      String workerMain,
      JobLog.Limits logLimits,
      WorkerTimeouts timeouts) {
    this.folders = new Folders(config.dataDir());
    this.logs = new Logs(config.id(), folders, logLimits);
    PidFiles pids = new PidFiles(folders);
    WorkerStart start = new WorkerStart(config, jars, folders, pids, workerMain);
    Map<String, PidFiles.LeftBehind> leftBehind = pids.leftBehind();
    start.cleanUpExcept(leftBehind.keySet());
    this.rounds = new WorkerRounds(config.id(), start, logs, timeouts, leftBehind);
  }

  @Override
  public void want(Map<String, JobSpec> jobs) {
    rounds.want(jobs);
  }

  @Override
  public List<WorkerView> views() {
    return rounds.views();
  }

  @Override
  public AutoCloseable onChange(Runnable callback) {
    return rounds.onChange(callback);
  }

  @Override
  public List<LogLine> logs(String job, int tail, @Nullable Instant since) {
    return logs.tail(job, tail, since);
  }

  @Override
  public AutoCloseable followLogs(String job, int tail, Consumer<LogLine> consumer) {
    return logs.follow(job, tail, consumer);
  }

  @Override
  public List<StoreView> stores(String job) {
    return ask(job, Command.Stores::new)
        .filter(Message.Listed.class::isInstance)
        .map(answer -> ((Message.Listed) answer).stores())
        .orElse(List.of());
  }

  @Override
  public List<StoreAnswer> query(String job, String store, JsonNode key) {
    return ask(job, id -> new Command.Query(id, store, key))
        .filter(Message.Answered.class::isInstance)
        .map(answer -> ((Message.Answered) answer).answers())
        .orElse(List.of());
  }

  @Override
  public void purge(String job) {
    rounds.whileWithoutWorker(
        job,
        () -> {
          logs.remove(job);
          Folders.remove(folders.lock(job));
          if (!ReplaySpec.isName(job)) {
            Folders.remove(folders.stateOf(job));
          }
        });
  }

  @Override
  public void keepRuns(String job, Set<Integer> runs) {
    rounds.withRunsOf(
        job,
        running ->
            folders
                .runs(job)
                .forEach(
                    (run, folder) -> {
                      if (!runs.contains(run) && !running.contains(run)) {
                        Folders.remove(folder);
                      }
                    }));
  }

  @Override
  public void close() {
    rounds.close();
    logs.close();
  }

  /** Sends a question to the worker of a job; empty if there is none. */
  private Optional<Message> ask(String job, LongFunction<Command> question) {
    Optional<WorkerProcess> process = rounds.process(job);
    if (process.isEmpty()) {
      return Optional.empty();
    }
    try {
      Message answer = process.get().ask(question).get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (answer instanceof Message.Refused refused) {
        throw new ApiException(refused.status(), refused.error());
      }
      return Optional.of(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered(job);
    } catch (TimeoutException e) {
      throw unanswered(job);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ApiException known ? known : unanswered(job);
    }
  }

  private static ApiException unanswered(String job) {
    return ApiException.of(
        503,
        "worker_unavailable",
        "the worker of job " + job + " did not answer in time",
        "try again; see its state");
  }
}
