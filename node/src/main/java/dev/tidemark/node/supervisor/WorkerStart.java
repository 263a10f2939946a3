package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.jobs.Jars;
import dev.tidemark.runtime.base.ConnectionConfig;
import dev.tidemark.runtime.base.KafkaProperties;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.worker.LaunchOrder;
import dev.tidemark.worker.view.EngineViews;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Starts the process of a worker: fetches its jar, creates its folders, sends its order.
 * Thread-safe.
 */
final class WorkerStart {
  private final NodeConfig config;
  private final Jars jars;
  private final Folders folders;
  private final PidFiles pids;
  private final String main;

  /**
   * Creates the starter.
   *
   * @param main the class that workers run
   */
  WorkerStart(NodeConfig config, Jars jars, Folders folders, PidFiles pids, String main) {
    this.config = config;
    this.jars = jars;
    this.folders = folders;
    this.pids = pids;
    this.main = main;
  }

  /** Starts the worker of a job. Blocks while its jar is fetched. */
  WorkerProcess start(JobSpec spec, JobLog log) throws IOException {
    Path jar = jars.file(spec.jar());
    try {
      removeEarlierRuns(spec);
      Path temporary = folders.temporary(spec.name());
      Folders.remove(temporary);
      Folders.create(temporary);
      Folders.create(folders.pids());
      Folders.create(folders.state(spec.job(), spec.run()));
      ChildJvm jvm = new ChildJvm(main, spec.settings().memoryMb(), ChildJvm.LOGGING, temporary);
      return remembered(spec, WorkerProcess.start(jvm, order(spec, jar), log));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  /** Records the process, or kills it: a process that a later node could not find must not run. */
  private WorkerProcess remembered(JobSpec spec, WorkerProcess process) throws IOException {
    try {
      pids.write(spec, process.handle());
      return process;
    } catch (IOException | RuntimeException e) {
      process.kill();
      throw e;
    }
  }

  /** Removes what an ended worker left behind, except its state and its log. */
  void cleanUp(String job) {
    Folders.remove(folders.temporary(job));
    pids.remove(job);
  }

  /** Removes temporary files of earlier nodes, except those of workers that still run. */
  void cleanUpExcept(Set<String> jobs) {
    Folders.remove(folders.plannerTemporaries());
    for (Path temporary : Folders.entries(folders.temporaries())) {
      if (!jobs.contains(String.valueOf(temporary.getFileName()))) {
        Folders.remove(temporary);
      }
    }
  }

  private LaunchOrder order(JobSpec spec, Path jar) {
    // checked at submission, and again here, where the code is run
    KafkaProperties.checkAllowed(spec.settings().kafka());
    Map<String, String> kafka = new HashMap<>(config.connections().kafka());
    kafka.putAll(spec.settings().kafka());
    RunConfig run =
        new RunConfig(
            spec.applicationId(),
            new ConnectionConfig(
                config.connections().bootstrapServers(),
                kafka,
                config.connections().schemaRegistry()),
            folders.state(spec.job(), spec.run()),
            spec.settings().threads(),
            Duration.ofMillis(spec.settings().commitIntervalMs()),
            EngineViews.scope(spec.scope()),
            Long.toString(spec.version()),
            EngineViews.registration(spec.settings().register()));
    return new LaunchOrder(
        config.id(),
        spec.job(),
        jar.toAbsolutePath().toString(),
        spec.jobClass(),
        spec.parameters(),
        folders.lock(spec.name()).toString(),
        spec.desiredState() == DesiredState.PAUSED,
        run);
  }

  /**
   * Removes the local state of earlier runs: it is a cache of Kafka, and would never be removed
   * otherwise. The worker of a replay keeps the state of the job's run; the state of a later run
   * belongs to a replay.
   */
  private void removeEarlierRuns(JobSpec spec) {
    if (!spec.isShadow()) {
      folders.runs(spec.name()).headMap(spec.run()).values().forEach(Folders::remove);
    }
  }
}
