package dev.tidemark.tests.parcel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.dev.DevCluster;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.serde.registry.CompatibilityLevel;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.Http;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.explain.Explanation;
import dev.tidemark.topology.plan.upgrade.Upgrade;
import dev.tidemark.topology.plan.upgrade.UpgradeCheck;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.progress.JobProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers that change their schemas while a job runs, against what was computed offline. */
class SchemaEvolutionIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARCELS = 2_000;
  private static final int CITY_PARTITIONS = 2;
  private static final String SUBJECT = "parcels-value";

  private final long seed = Long.getLong("tidemark.seed", 20_261_122L);

  private static DevCluster cluster;
  private static TestKafka kafka;

  private SchemaRegistryClient registry;
  private ParcelLog.Producers producers;

  @BeforeAll
  static void start() {
    cluster = DevCluster.start(DevCluster.Options.defaults());
    kafka = new TestKafka(cluster.bootstrapServers());
    try (SchemaRegistryClient client = client()) {
      // producers that nobody stops
      client.setCompatibility(CompatibilityLevel.NONE);
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
    cluster.close();
  }

  @BeforeEach
  void clear() throws IOException {
    kafka.deleteTopics();
    kafka.createTopic("parcels", ParcelLog.PARTITIONS);
    kafka.createTopic("cities", CITY_PARTITIONS);
    deleteSubject();
    registry = client();
    producers = new ParcelLog.Producers(registry, SchemaEvolutionIT::registerWithReference);
    kafka.publish(ParcelLog.cities(registry, CITY_PARTITIONS));
  }

  @AfterEach
  void disconnect() {
    registry.close();
  }

  @Test
  void shouldAnswerAlikeHoweverProducersMoveAndWhoeverReadsItAgain(@TempDir Path folder) {
    List<ParcelLog.Line> log = ParcelLog.generate(seed, PARCELS);
    PhysicalPlan plan = JobPlanner.plan(new ParcelJob(), Map.of());
    int[] parts = {0, PARCELS / 6, PARCELS / 2, log.size()};
    publish(log.subList(parts[0], parts[1]));

    ParcelAnswer answer;
    try (JobRun run = JobRun.start(kafka, plan, config("evolving.r1", folder, 2))) {
      run.awaitRead(LIMIT);
      assertThat(registry.versions(SUBJECT)).hasSize(1);
      publish(log.subList(parts[1], parts[2]));
      run.awaitRead(LIMIT);
      publish(log.subList(parts[2], parts[3]));
      answer = ParcelAnswer.of(log, registry);
      awaitEnd(run, answer);
    }
    assertThat(registry.versions(SUBJECT)).hasSize(3);
    answer.assertIn(kafka);
    assertThat(kafka.read("parcel-job-dead-letters")).isEmpty();

    kafka.deleteTopics("parcels-heavy", "parcels-joined", "parcels-heaviest");
    try (JobRun replay = JobRun.start(kafka, plan, config("evolving.r2", folder, 3))) {
      awaitEnd(replay, answer);
    }
    answer.assertIn(kafka);
  }

  @Test
  void shouldLoseOnlyWhatNobodyCanReadAlsoWhenItStartsAgain(@TempDir Path folder) {
    List<ParcelLog.Line> log =
        ParcelLog.withUnreadable(ParcelLog.generate(seed + 1, PARCELS / 2), seed);
    PhysicalPlan plan = JobPlanner.plan(new ParcelJob(), Map.of());
    RunConfig config = config("poisoned.r1", folder, 2);
    int third = log.size() / 3;
    publish(log.subList(0, third));

    ParcelAnswer answer;
    try (JobRun run = JobRun.start(kafka, plan, config)) {
      run.awaitRead(LIMIT);
      publish(log.subList(third, 2 * third));
      run.awaitRead(LIMIT);
    }
    assertThatThrownBy(() -> JobRunner.prepare(plan, config("poisoned.r2", folder, 1)))
        .as("another run")
        .isInstanceOfSatisfying(
            JobException.class,
            e -> assertThat(e.code()).isEqualTo(JobException.Code.SCHEMA_MISMATCH))
        .hasMessageContaining("/weight");
    try (JobRun run = JobRun.startSubmitted(kafka, plan, config)) {
      publish(log.subList(2 * third, log.size()));
      answer = ParcelAnswer.of(log, registry);
      awaitEnd(run, answer);
    }
    answer.assertIn(kafka);
    assertThat(kafka.read("parcel-job-dead-letters"))
        .extracting(
            letter -> Text.hex(letter.value()) + " " + Text.header(letter, "tidemark.cause"))
        .containsExactlyInAnyOrderElementsOf(
            log.stream()
                .filter(line -> line.version() > ParcelLog.VERSIONS)
                .map(line -> Text.hex(producers.message(line).value()) + " INCOMPATIBLE_SCHEMA")
                .toList());
  }

  @Test
  void shouldGoOnWithItsStateWhereTheLayoutIsKeptAndNeverWithAnother(@TempDir Path folder) {
    List<ParcelLog.Line> log = ParcelLog.generate(seed + 2, PARCELS / 2);
    List<ParcelLog.Line> before = log.subList(0, log.size() / 2);
    List<ParcelLog.Line> after = log.subList(log.size() / 2, log.size());
    PhysicalPlan old = plan(ParcelSchemas.CITY_BEFORE, ParcelSchemas.KEPT);
    PhysicalPlan same = plan(ParcelSchemas.CITY, ParcelSchemas.KEPT_IN_OTHER_WORDS);
    PhysicalPlan other = plan(ParcelSchemas.CITY, ParcelSchemas.KEPT_WITH_MORE);
    RunConfig config = config("upgraded.r1", folder, 1);
    publish(before);

    try (JobRun run = JobRun.start(kafka, old, config)) {
      JobProgress progress = run.awaitRead(LIMIT);
      assertThat(progress.windows().get(0).open()).as("open panes").isPositive();
    }
    assertThat(upgrade(old, same).verdict()).isEqualTo(PlanChange.Verdict.IN_PLACE);
    assertThat(upgrade(old, other).changes())
        .as("accumulators of another layout")
        .anySatisfy(
            change -> {
              assertThat(change.verdict()).isEqualTo(PlanChange.Verdict.NEEDS_REPLAY);
              assertThat(change.where()).isEqualTo("window weights");
              assertThat(change.what()).contains("urgent");
            });
    Content joined = ParcelAnswer.joinedIds(before, ParcelSchemas.CITY_BEFORE, after);
    Content weights = ParcelAnswer.weights(log);
    try (JobRun run = JobRun.start(kafka, same, config)) {
      publish(after);
      run.awaitRead(LIMIT);
      run.await("all windows", LIMIT, now -> now.windows().get(0).written() >= weights.size());
    }
    ParcelAnswer.assertSame(joined, kafka, false);
    ParcelAnswer.assertSame(weights, kafka, false);
    publish(log.subList(log.size() - 1, log.size()));
    try (JobRunner runner = JobRunner.prepare(other, config)) {
      runner.start();
      Await.until("it ends", LIMIT, () -> runner.ended().isCompletedExceptionally());
      assertThatThrownBy(() -> runner.ended().join())
          .cause()
          .isInstanceOfSatisfying(
              JobException.class,
              e -> assertThat(e.code()).isEqualTo(JobException.Code.STATE_MISMATCH));
    }
    ParcelAnswer.assertSame(weights, kafka, false);
  }

  private static PhysicalPlan plan(Schema city, Schema kept) {
    return JobPlanner.plan(
        new ParcelUpgradeJob(city, kept), Map.of(), Optional.of("parcel-upgrade"));
  }

  private static Upgrade upgrade(PhysicalPlan before, PhysicalPlan after) {
    return UpgradeCheck.compare(Explanation.json(before), Explanation.json(after));
  }

  private static void awaitEnd(JobRun run, ParcelAnswer answer) {
    run.awaitRead(LIMIT);
    JobProgress progress =
        run.await(
            "the windows of " + answer.windows() + " results are written",
            LIMIT,
            now -> now.windows().get(0).written() >= answer.windows());
    assertThat(progress.windows().get(0).open()).as("windows of what comes last").isEqualTo(1);
    assertThat(progress.sources()).allMatch(JobProgress.SourcePartition::balanced);
    assertThat(progress.sources()).allMatch(source -> source.late() == 0);
  }

  private void publish(List<ParcelLog.Line> lines) {
    kafka.publish(lines.stream().map(producers::message).toList());
  }

  /** The address is a subject of its own, and the parcel's third version names it. */
  private static int registerWithReference() {
    String reference =
        "{'name':'dev.tidemark.tests.parcel.ParcelAddress','subject':'parcel-address','version':1}";
    post("parcel-address", ParcelSchemas.ADDRESS, "[]");
    return post(SUBJECT, ParcelSchemas.V3_TEXT, "[" + reference + "]");
  }

  private static int post(String subject, String schema, String references) {
    try {
      String body =
          "{\"schema\":%s,\"references\":%s}"
              .formatted(
                  JSON.writeValueAsString(ParcelSchemas.quoted(schema)),
                  ParcelSchemas.quoted(references));
      HttpResponse<String> answer =
          Http.send(
              HttpRequest.newBuilder(
                      URI.create(
                          cluster.schemaRegistryUrl() + "/subjects/" + subject + "/versions"))
                  .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body()).path("id").intValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever an earlier test left there. */
  private static void deleteSubject() throws IOException {
    String url = cluster.schemaRegistryUrl() + "/subjects/" + SUBJECT;
    for (String uri : List.of(url, url + "?permanent=true")) {
      Http.send(HttpRequest.newBuilder(URI.create(uri)).DELETE().build());
    }
  }

  private static SchemaRegistryClient client() {
    return new SchemaRegistryClient(RegistryConfig.from(registrySettings()));
  }

  private static Map<String, String> registrySettings() {
    return Map.of("schema.registry.url", cluster.schemaRegistryUrl());
  }

  private static RunConfig config(String id, Path folder, int threads) {
    return new RunConfig(
            id,
            kafka.bootstrapServers(),
            registrySettings(),
            Map.of(),
            folder.resolve(id),
            threads,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE);
  }
}
