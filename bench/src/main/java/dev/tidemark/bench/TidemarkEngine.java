package dev.tidemark.bench;

import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.topology.dsl.JobPlanner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The engine of this project. */
final class TidemarkEngine implements Engine {
  private final JobRunner runner;

  TidemarkEngine(EngineSettings settings, FailureListener listener) {
    Map<String, String> parameters = new HashMap<>(settings.parameters());
    parameters.put(CanonicalRevenue.ORDERS_PARAMETER, settings.ordersTopic());
    parameters.put(CanonicalRevenue.OUTPUT_PARAMETER, settings.outputTopic());
    var plan = JobPlanner.plan(new CanonicalRevenue(), parameters);
    runner =
        JobRunner.prepare(
            plan,
            new RunConfig(
                    settings.applicationId(),
                    settings.bootstrapServers(),
                    Map.of("schema.registry.url", settings.registryUrl()),
                    Map.of(),
                    Path.of(settings.stateDir()),
                    settings.threads(),
                    Duration.ofMillis(settings.commitIntervalMs()))
                .withRegistration(Registration.COMPATIBLE));
    runner
        .ended()
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                listener.failed(failure);
              }
            });
  }

  @Override
  public void start() {
    runner.start();
  }

  @Override
  public void close() {
    runner.close();
  }
}
