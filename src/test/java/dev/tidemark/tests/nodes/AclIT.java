package dev.tidemark.tests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.dev.BrokerUsers;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.Checker;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.orders.OrdersAnswer;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.OrdersLog;
import dev.tidemark.tests.orders.OrdersOracle;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job on a broker that allows each principal what the access control lists of {@code
 * docs/security.md} say, and nothing else: the list is enough, and all of it is needed.
 */
class AclIT {

  private static final String ADMINISTRATOR = "admin";
  private static final String HEADLINE = "### Of a job";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<AccessList.Grant> GRANTS = AccessList.of(HEADLINE);
  private static final List<OrdersLog.Line> ORDERS =
      OrdersLog.generate(new OrdersLog.Shape(11, 3_000, OrdersLog.BEGIN, 20));

  private static BrokerUsers users;
  private static EmbeddedKafka broker;
  private static TestKafka kafka;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @BeforeAll
  static void start() {
    users = BrokerUsers.administrator(ADMINISTRATOR, "of the broker").with("whole", "secret");
    for (AccessList.Grant grant : GRANTS) {
      users = users.with(lacking(grant), "secret");
    }
    broker = EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withUsers(users));
    kafka = new TestKafka(broker.bootstrapServers(), users.clientProperties(ADMINISTRATOR));
    kafka.createTopic("orders", OrdersLog.PARTITIONS);
    kafka.publish(ORDERS.stream().map(line -> line.message("orders")).toList());
  }

  @AfterAll
  static void stop() {
    kafka.close();
    broker.close();
  }

  static List<AccessList.Grant> grants() {
    return GRANTS;
  }

  @Test
  void shouldStateWhatEachKindOfResourceNeeds() {
    assertThat(GRANTS)
        .extracting(AccessList.Grant::resource)
        .contains(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID);
  }

  @Test
  void shouldRunAWindowedJobWithTheDocumentedListAlone() {
    allow("whole", GRANTS);
    PhysicalPlan plan = plan("whole");
    RunConfig config = config("whole", "whole");

    try (JobRunner runner = JobRunner.prepare(plan, config)) {
      runner.start();
      try (JobRun run = JobRun.follow(kafka, plan, config("whole", ADMINISTRATOR))) {
        run.awaitEnd(LIMIT);
        assertThat(runner.status().failures()).isEmpty();
      }
    }

    OrdersAnswer answer = OrdersOracle.ordersByRegion(ORDERS);
    // the jobs that lack something may have come as far as to write nothing at all
    assertThat(Checker.differences(answer.results(), kafka.content("orders-by-region"))).isEmpty();
    assertThat(Checker.differences(answer.late(), kafka.content("orders-by-region-late")))
        .isEmpty();
    assertThat(kafka.content("whole-dead-letters").size()).isEqualTo(answer.deadLetters().size());
  }

  @ParameterizedTest
  @MethodSource("grants")
  void shouldSayWhatIsMissingWhereAnythingOfTheListIs(AccessList.Grant missing) {
    String user = lacking(missing);
    allow(user, GRANTS.stream().filter(grant -> !grant.equals(missing)).toList());

    JobException failure = failure(plan(user), config(user, user));

    assertThat(failure.code()).isEqualTo(JobException.Code.NOT_AUTHORIZED);
    assertThat(failure.getMessage() + " " + failure.hint()).contains(sign(missing, user));
  }

  /** What a person would look for in the message. */
  private static String sign(AccessList.Grant missing, String user) {
    return switch (missing.name()) {
      case "INPUT" -> "orders";
      case "OUTPUT" ->
          missing.operation() == AclOperation.CREATE
              ? "create topic " + user + "-dead-letters"
              : "orders-by-region";
      default -> missing.resource() == ResourceType.TRANSACTIONAL_ID ? "transaction" : user + ".r1";
    };
  }

  private static JobException failure(PhysicalPlan plan, RunConfig config) {
    try {
      return failure(JobRunner.prepare(plan, config));
    } catch (JobException e) {
      return e;
    }
  }

  private static JobException failure(JobRunner runner) {
    try {
      runner.start();
      Await.until("the job fails", LIMIT, () -> runner.ended().isDone());
      runner.ended().join();
      throw new AssertionError("the job stopped as if all were well");
    } catch (CompletionException e) {
      return (JobException) Objects.requireNonNull(e.getCause());
    } finally {
      runner.close(Duration.ofSeconds(2)); // some of its threads may be dead already
    }
  }

  private static void allow(String user, List<AccessList.Grant> grants) {
    Map<String, List<String>> names =
        Map.of(
            "INPUT", List.of("orders"),
            "OUTPUT", List.of("orders-by-region", "orders-by-region-late", user + "-dead-letters"),
            "JOB", List.of(user));
    List<AclBinding> bindings = new ArrayList<>();
    grants.forEach(grant -> bindings.addAll(grant.bindings(user, names)));
    kafka.allow(bindings);
  }

  private static PhysicalPlan plan(String job) {
    return JobPlanner.plan(new OrdersByRegion(), Map.of("idle-after", "2s"), Optional.of(job));
  }

  private RunConfig config(String job, String user) {
    return new RunConfig(
            job + ".r1",
            broker.bootstrapServers(),
            Map.of(),
            users.clientProperties(user),
            folder,
            1,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE);
  }

  private static String lacking(AccessList.Grant grant) {
    return "lacks-" + GRANTS.indexOf(grant);
  }
}
