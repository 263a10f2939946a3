package dev.tidemark.worker;

import dev.tidemark.client.api.ErrorView;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.preflight.CheckedJob;
import dev.tidemark.runtime.preflight.JobCheck;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.ReplayScope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The partitions of a plan's topics in the cluster. If the brokers don't answer, the plan is made
 * with a warning.
 *
 * @param partitions of the topics that exist
 * @param warnings obstacles to a start
 */
record ReplayTopicLookup(Map<String, Integer> partitions, List<ErrorView> warnings) {
  private static final long LOOK_SECONDS = 12;

  static ReplayTopicLookup at(PhysicalPlan plan, PlanOrder order) {
    RunConfig config =
        new RunConfig(
            plan.job() + ".r1",
            order.connections(),
            Path.of(System.getProperty("java.io.tmpdir")),
            1,
            RunConfig.DEFAULT_COMMIT_INTERVAL,
            ReplayScope.NONE,
            "",
            order.registration());
    Secrets secrets = Secrets.of(order.connections());
    try {
      CheckedJob checked =
          CompletableFuture.supplyAsync(() -> JobCheck.of(plan, config))
              .get(LOOK_SECONDS, TimeUnit.SECONDS);
      List<ErrorView> warnings = new ArrayList<>();
      checked.problems().forEach(problem -> warnings.add(view(problem, secrets)));
      checked.warnings().forEach(problem -> warnings.add(view(problem, secrets)));
      return new ReplayTopicLookup(checked.partitions(), warnings);
    } catch (TimeoutException e) {
      return failed("the cluster did not answer all questions in " + LOOK_SECONDS + " s");
    } catch (ExecutionException e) {
      return failed(
          "the cluster could not be looked at: " + secrets.mask(String.valueOf(e.getCause())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("the look at the cluster was interrupted");
    }
  }

  private static ErrorView view(JobException problem, Secrets secrets) {
    return new ErrorView(
        problem.code().name().toLowerCase(Locale.ROOT),
        secrets.mask(String.valueOf(problem.getMessage())),
        ShutdownReason.hint(problem),
        Instant.now());
  }

  private static ReplayTopicLookup failed(String message) {
    return new ReplayTopicLookup(
        Map.of(),
        List.of(
            new ErrorView(
                "cluster_not_checked",
                message,
                "see whether Kafka and this machine are well, and try again",
                Instant.now())));
  }
}
