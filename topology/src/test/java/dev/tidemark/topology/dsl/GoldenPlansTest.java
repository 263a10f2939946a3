package dev.tidemark.topology.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.explain.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans as files: a change of a plan shows in review. {@code -Dgolden.update=true} writes them
 * anew.
 *
 * <p>A name that changes here orphans the state of running jobs.
 */
class GoldenPlansTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "plans");

  static Stream<StreamJob> jobs() {
    return Stream.of(
        new ShopJobs.PaidRevenueByRegion(),
        new ShopJobs.OrderStatistics(),
        new ShopJobs.EnrichedOrders(),
        new ShopJobs.MendedRevenue());
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void shouldPlanAsBefore(StreamJob job) throws IOException {
    PhysicalPlan plan = JobPlanner.plan(job, Map.of());

    compare(job.name() + ".txt", Explanation.text(plan));
    compare(job.name() + ".json", Explanation.json(plan).toPrettyString() + "\n");
  }

  private static void compare(String file, String actual) throws IOException {
    String text = actual.replace("\r\n", "\n");
    Path golden = FOLDER.resolve(file);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden).replace("\r\n", "\n"));
    assertThat(text).matches("\\p{ASCII}*");
  }
}
