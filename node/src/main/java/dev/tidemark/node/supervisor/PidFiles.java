package dev.tidemark.node.supervisor;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.worker.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that record which processes are workers, so that a node finds the workers of a killed
 * predecessor. A process id alone proves nothing, since the system reuses it.
 */
final class PidFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PidFiles.class);
  private static final String SUFFIX = ".pid";

  /**
   * The tolerance for a start time: it is computed from the system's clock, which may have been set
   * since.
   */
  private static final Duration START_MAY_DIFFER = Duration.ofSeconds(2);

  private final Folders folders;

  PidFiles(Folders folders) {
    this.folders = folders;
  }

  /**
   * The contents of a file.
   *
   * @param run of the job that the process runs
   * @param version of the job's spec that it was started with
   */
  record Entry(long pid, Instant startedAt, String command, int run, long version) {
    /** Returns whether a process is the recorded one. */
    boolean means(ProcessHandle process) {
      ProcessHandle.Info info = process.info();
      boolean sameStart =
          info.startInstant()
              .map(start -> Duration.between(start, startedAt).abs())
              .filter(between -> between.compareTo(START_MAY_DIFFER) <= 0)
              .isPresent();
      return sameStart && info.command().filter(command::equals).isPresent();
    }
  }

  void write(JobSpec spec, ProcessHandle process) throws IOException {
    Optional<Instant> start = process.info().startInstant();
    Optional<String> command = process.info().command();
    // without both, the process could not be recognized later
    if (start.isPresent() && command.isPresent()) {
      Entry entry =
          new Entry(process.pid(), start.get(), command.get(), spec.run(), spec.version());
      Files.write(folders.pid(spec.name()), Json.mapper().writeValueAsBytes(entry));
    }
  }

  void remove(String job) {
    Folders.remove(folders.pid(job));
  }

  /** Returns the workers of an earlier node that are still running, by job. */
  Map<String, LeftBehind> leftBehind() {
    Map<String, LeftBehind> found = new TreeMap<>();
    for (Path file : Folders.entries(folders.pids())) {
      String name = String.valueOf(file.getFileName());
      String job = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
      if (Folders.isId(job)) {
        process(file).ifPresentOrElse(there -> found.put(job, there), () -> remove(job));
      }
    }
    return found;
  }

  private static Optional<LeftBehind> process(Path file) {
    try {
      @Nullable Entry entry = Json.mapper().readValue(Files.readAllBytes(file), Entry.class);
      return Optional.ofNullable(entry)
          .flatMap(
              known ->
                  ProcessHandle.of(known.pid())
                      .filter(known::means)
                      .map(process -> new LeftBehind(process, known.run(), known.version())));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // cut off when the node was killed
    } catch (IOException e) {
      LOG.warn("file={} can't be read: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /**
   * A worker that an earlier node has left behind. It notices that its node is gone, and ends by
   * itself.
   *
   * @param run of the job that it runs
   * @param version of the job's spec that it was started with
   */
  record LeftBehind(ProcessHandle process, int run, long version) implements Child {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public boolean tell(Command command) {
      return false;
    }

    @Override
    public void kill() {
      Child.kill(process);
    }
  }
}
