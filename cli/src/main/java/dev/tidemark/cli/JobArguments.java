package dev.tidemark.cli;

import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.jar.JobJar;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which job a command is about. */
final class JobArguments {

  @Parameters(paramLabel = "JAR", description = "The jar that holds the job.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  Path jar;

  @Option(
      names = {"-c", "--class"},
      paramLabel = "CLASS",
      order = 1,
      description = "The class of the job, if the jar holds several.")
  @Nullable String className;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      order = 2,
      description = "Set a parameter of the job. Can be given several times.")
  Map<String, String> parameters = new LinkedHashMap<>();

  /** Opens the jar and plans the job. */
  LoadedJob load() {
    JobJar opened = JobJar.open(jar);
    try {
      StreamJob job = className == null ? opened.job() : opened.job(className);
      return new LoadedJob(opened, JobPlanner.plan(job, parameters));
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /** A planned job, and the jar that its classes come from. */
  record LoadedJob(JobJar jar, PhysicalPlan plan) implements AutoCloseable {
    @Override
    public void close() {
      jar.close();
    }
  }
}
