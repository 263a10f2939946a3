package dev.tidemark.cli.option;

import dev.tidemark.cli.option.JobArguments.LoadedJob;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.jar.JobJar;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The job of a jar, with its parameters. */
public final class JobOptions {

  @Option(
      names = {"-c", "--class"},
      paramLabel = "CLASS",
      order = 1,
      description = "The class of the job, if the jar holds several.")
  @Nullable
  public String className;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      order = 2,
      description = "Set a parameter of the job. Can be given several times.")
  public Map<String, String> parameters = new LinkedHashMap<>();

  /** Opens the jar and plans the job. */
  public LoadedJob load(Path jar) {
    JobJar opened = JobJar.open(jar);
    try {
      StreamJob job = className == null ? opened.job() : opened.job(className);
      return new LoadedJob(opened, JobPlanner.plan(job, parameters));
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }
}
