package dev.tidemark.cli.option;

import dev.tidemark.topology.jar.JobJar;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The job that a command addresses. */
public final class JobArguments {

  @Parameters(paramLabel = "JAR", description = "The jar that holds the job.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  Path jar;

  @Mixin JobOptions options = new JobOptions();

  /** Opens the jar and plans the job. */
  public LoadedJob load() {
    return options.load(jar);
  }

  /** A planned job, and the jar that its classes come from. */
  public record LoadedJob(JobJar jar, PhysicalPlan plan) implements AutoCloseable {
    @Override
    public void close() {
      jar.close();
    }
  }
}
