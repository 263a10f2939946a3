package dev.tidemark.node;

import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.node.jobs.JobRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that have left files in a node's data folder. */
final class LocalJobs {

  private static final Logger LOG = LoggerFactory.getLogger(LocalJobs.class);

  private LocalJobs() {}

  /** Returns their names: those of the folders of state, and those that logs begin with. */
  static Set<String> in(Path dataDir) {
    Set<String> names = new TreeSet<>();
    collect(dataDir.resolve("state"), names);
    collect(dataDir.resolve("logs"), names);
    return names;
  }

  private static void collect(Path folder, Set<String> names) {
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .map(entry -> entry.getFileName().toString())
          .map(LocalJobs::job)
          .filter(name -> JobRequests.isName(ReplaySpec.jobOf(name)))
          .forEach(names::add);
    } catch (NoSuchFileException e) {
      return; // nothing has run here yet
    } catch (IOException e) {
      LOG.warn("folder {} can't be read: {}", folder, e.getMessage());
    }
  }

  private static String job(String file) {
    int dot = file.indexOf('.');
    if (dot < 0) {
      return file;
    }
    String job = file.substring(0, dot);
    String replay = ReplaySpec.nameOf(job);
    return file.equals(replay) || file.startsWith(replay + ".") ? replay : job;
  }
}
