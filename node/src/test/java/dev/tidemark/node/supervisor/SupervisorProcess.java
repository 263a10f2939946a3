package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A process with a supervisor and one job, to be killed. */
final class SupervisorProcess {
  private static final JobSettings SETTINGS = new JobSettings(1, 128, 0, 100, Map.of());

  private SupervisorProcess() {}

  /**
   * Starts one.
   *
   * @param folder its data
   */
  static Process start(Path folder, String bootstrapServers, Path jar, String job, String jobClass)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SupervisorProcess.class.getName(),
            folder.toString(),
            bootstrapServers,
            jar.toString(),
            job,
            jobClass);
    File log = folder.resolve("node.log").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }

  /**
   * Runs until it is killed.
   *
   * @param args as {@link #start} gives them
   */
  public static void main(String[] args) {
    Path jar = Path.of(args[2]);
    Supervisor supervisor =
        new Supervisor(Specs.node(Path.of(args[0]), args[1], Map.of()), id -> jar);
    JobSpec spec = Specs.of(args[3], jar, args[4], SETTINGS);
    supervisor.want(Map.of(spec.name(), spec));
    while (true) {
      LockSupport.park();
    }
  }
}
