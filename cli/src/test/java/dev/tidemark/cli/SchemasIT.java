package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import clijobs.SchemaJob;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.dev.DevCluster;
import dev.tidemark.serde.registry.CompatibilityLevel;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of schemas, and does to topics, with a real broker and registry. */
class SchemasIT {
  private static final String ID = "{'name':'id','type':'string'}";
  private static final String ZIP_TEXT = ID + ",{'name':'zip','type':'string'}";
  private static final String ZIP_NUMBER = ID + ",{'name':'zip','type':'int'}";
  private static final String ZIP_OPTIONAL = ID + ",{'name':'zip','type':'string','default':''}";
  private static final AtomicInteger TOPICS = new AtomicInteger();

  @TempDir static Path folder = Path.of("");

  private static DevCluster cluster;
  private static SchemaRegistryClient registry;
  private static String jar = "";

  @BeforeAll
  static void start() throws IOException {
    cluster = DevCluster.start(DevCluster.Options.defaults());
    registry =
        new SchemaRegistryClient(
            RegistryConfig.from(Map.of("schema.registry.url", cluster.schemaRegistryUrl())));
    jar = TestJars.of(SchemaJob.class, folder).toString();
  }

  @AfterAll
  static void stop() {
    registry.close();
    cluster.close();
  }

  private String subject = "";

  /** Each test has a topic of its own; the job's own topics are left alone but in one test. */
  @BeforeEach
  void nameASubject() {
    subject = "topic-" + TOPICS.incrementAndGet() + "-value";
  }

  @Test
  void shouldCheckEachVersionCountWhatOccursAndRegisterWhatFits() throws Exception {
    create("orders", 2);
    registry.setCompatibility("orders-value", CompatibilityLevel.NONE);
    registry.register("orders-value", order(ZIP_TEXT));
    String[] five = new String[5];
    Arrays.fill(five, "{\"id\":\"a\",\"zip\":\"x\"}");
    assertThat(run("produce", "orders", "--file", lines(five).toString()).exitCode()).isZero();
    registry.register("orders-value", order(ZIP_NUMBER));

    Invocation occurs = run("schemas", "check", jar, "-p", "reads=" + ZIP_NUMBER);
    assertThat(occurs.exitCode()).as(occurs.err()).isEqualTo(8);
    assertThat(occurs.err())
        .contains("error: the job's schema shop.Order can't read version 1 of subject orders-value")
        .contains("at /zip: string was written, and can't be read as int")
        .contains("(5 of 5 records have it)")
        .contains("hint: read it as string or a wider type")
        .contains("error: the job writes shop.Checked to topic checked")
        .contains("tidemark schemas register");

    Invocation part = run("schemas", "check", jar, "-p", "reads=" + ZIP_NUMBER, "--sample", "1");
    assertThat(part.exitCode()).isEqualTo(8);
    assertThat(part.err()).contains("topic orders: looked at 2 records, not all");

    Invocation latest = run("schemas", "check", jar, "-p", "reads=" + ZIP_TEXT);
    assertThat(latest.err())
        .contains("error: the job's schema shop.Order can't read version 2")
        .contains("(no record has it now)");

    registry.register("orders-value", order(ZIP_OPTIONAL));
    Invocation unused =
        run("schemas", "check", jar, "-p", "reads=" + ZIP_OPTIONAL, "--register", "compatible");
    assertThat(unused.exitCode()).as(unused.err()).isZero();
    assertThat(unused.err())
        .contains(
            "warning: the job's schema shop.Order can't read version 2 of subject orders-value")
        .doesNotContain("error:");
    assertThat(registry.versions("checked-value")).containsExactly(1);

    Invocation planned = run("plan", jar, "-p", "reads=" + ZIP_OPTIONAL, "-o", "json");
    assertThat(planned.exitCode()).as(planned.err()).isZero();
    assertThat(json(planned.out()).path("schemas").path("subjects")).hasSize(2);

    Invocation refused =
        run(
            "schemas",
            "check",
            jar,
            "-p",
            "reads=" + ZIP_OPTIONAL,
            "-p",
            "writes=" + ZIP_TEXT,
            "--register",
            "compatible");
    assertThat(refused.exitCode()).isEqualTo(8);
    assertThat(refused.err())
        .contains("shop.Checked is not allowed beside version 1 of subject checked-value at /zip")
        .contains("hint: give field zip a default");
    assertThat(registry.versions("checked-value")).containsExactly(1);
  }

  @Test
  void shouldJudgeByAllVersionsWhereTheLevelIsTransitive() {
    String written = "shop.Checked";
    registry.setCompatibility(written, CompatibilityLevel.NONE);
    registry.register(written, schema("Checked", ZIP_NUMBER));
    registry.register(written, schema("Checked", ID));
    String[] check = {
      "schemas",
      "check",
      jar,
      "-p",
      "subjects=RECORD_NAME",
      "-p",
      "writes=" + ZIP_OPTIONAL,
      "--register",
      "compatible"
    };

    registry.setCompatibility(written, CompatibilityLevel.BACKWARD_TRANSITIVE);
    Invocation transitive = run(check);
    registry.setCompatibility(written, CompatibilityLevel.BACKWARD);
    Invocation latestOnly = run(check);

    assertThat(transitive.exitCode()).isEqualTo(8);
    assertThat(transitive.err()).contains("beside version 1 of subject shop.Checked at /zip");
    assertThat(latestOnly.exitCode()).as(latestOnly.err()).isZero();
    assertThat(registry.versions(written)).hasSize(3);
  }

  @Test
  void shouldRegisterShowListAndCompare() throws IOException {
    Path file = Files.writeString(folder.resolve("order.avsc"), order(ZIP_TEXT).toString());
    registry.register(subject, order(ID));
    registry.setCompatibility(subject, CompatibilityLevel.FORWARD);

    Invocation compared = run("schemas", "diff", subject, "--file", file.toString());
    assertThat(compared.exitCode()).isEqualTo(1);
    assertThat(compared.out())
        .contains("+ /zip: string")
        .contains("the new one reads what the old one wrote: no")
        .contains("the old one reads what the new one writes: yes");

    Invocation registered = run("schemas", "register", file.toString(), "--subject", subject);
    assertThat(registered.exitCode()).as(registered.err()).isZero();
    assertThat(registered.out()).startsWith(subject + " ");
    assertThat(run("schemas", "diff", subject).out()).contains("+ /zip: string");
    assertThat(run("schemas", "diff", subject, "2", "2").exitCode()).isZero();

    Invocation shown = run("schemas", "show", subject, "--version", "1");
    assertThat(new Schema.Parser().parse(shown.out())).isEqualTo(order(ID));
    assertThat(shown.err()).contains("version 1");
    assertThat(run("schemas", "list", subject).out().lines().toList().get(1))
        .contains(subject, "shop.Order", "FORWARD");
    assertThat(run("schemas", "show", "nothing-value").exitCode()).isEqualTo(11);
  }

  @Test
  void shouldReadBackWhatItWrites() throws Exception {
    String topic = create("round-trip", 3);
    registry.register(
        topic + "-value",
        order(
            ID
                + ",{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}}"
                + ",{'name':'amount','type':{'type':'bytes','logicalType':'decimal','precision':20,'scale':2}}"
                + ",{'name':'note','type':['null','string'],'default':null}"));
    String first =
        "{\"id\":\"a\",\"at\":\"2026-11-20T10:00:00Z\",\"amount\":\"123456789012345.67\"}";
    String second = "{\"id\":\"b\",\"at\":0,\"amount\":1,\"note\":\"\u00fc\"}";

    Invocation produced =
        run(
            "produce",
            topic,
            "--key",
            "id",
            "--header",
            "by=me",
            "--file",
            lines(first, second).toString());
    assertThat(produced.exitCode()).as(produced.err()).isZero();
    List<JsonNode> consumed = consumed("consume", topic);
    JsonNode one =
        consumed.stream().filter(r -> r.path("key").asText().equals("a")).findFirst().orElseThrow();
    assertThat(one.path("value"))
        .isEqualTo(
            json(
                "{\"id\":\"a\",\"at\":\"2026-11-20T10:00:00Z\",\"amount\":\"123456789012345.67\",\"note\":null}"));
    assertThat(one.path("headers").path("by").asText()).isEqualTo("me");

    Path envelopes = folder.resolve("envelopes.jsonl");
    Files.write(envelopes, consumed.stream().map(JsonNode::toString).toList());
    assertThat(run("produce", topic, "--envelope", "--file", envelopes.toString()).exitCode())
        .isZero();
    List<JsonNode> again = consumed("consume", topic);
    assertThat(again).hasSize(4);
    assertThat(again.stream().map(r -> r.path("value")).distinct()).hasSize(2);
    assertThat(run("consume", topic, "-n", "1", "--values").out().lines()).hasSize(1);
    assertThat(run("consume", topic, "--from", "latest").out()).isEmpty();
  }

  @Test
  void shouldSayWhichLineDoesNotFitAndKeepThoseBefore() throws Exception {
    String topic = create("misfits", 1);
    registry.register(topic + "-value", order(ZIP_NUMBER));

    Invocation produced =
        run(
            "produce",
            topic,
            "--file",
            lines("{\"id\":\"a\",\"zip\":1}", "{\"id\":\"b\",\"zip\":\"x\"}").toString());

    assertThat(produced.exitCode()).isEqualTo(1);
    assertThat(produced.err())
        .contains("error: line 2: value.zip must be a whole number and is a text")
        .contains("hint: correct it, and continue from there: the 1 record before it is written");
    assertThat(consumed("consume", topic)).hasSize(1);

    String tooLarge = "{\"id\":\"" + "x".repeat(2_000_000) + "\",\"zip\":1}";
    Invocation large = run("produce", topic, "--file", lines("", tooLarge).toString());
    assertThat(large.exitCode()).isEqualTo(1);
    assertThat(large.err()).contains("error: line 2: topic misfits does not take the record");

    Invocation partition =
        run(
            "produce",
            topic,
            "--envelope",
            "--file",
            lines("{\"value\":null,\"partition\":3}").toString());
    assertThat(partition.err())
        .contains("error: line 1: topic misfits has no partition 3, but 0 to 0");
    assertThat(consumed("consume", topic)).hasSize(1);
  }

  /** Base64 for all would look like a topic full of garbage. */
  @Test
  void shouldNotShowATopicWhoseSchemasCanNotBeLookedUp() throws Exception {
    String topic = create("no-registry", 1);
    registry.register(topic + "-value", order(ID));
    assertThat(run("produce", topic, "--file", lines("{\"id\":\"a\"}").toString()).exitCode())
        .isZero();

    Invocation consumed = run("consume", topic, "--schema-registry", "http://127.0.0.1:1");

    assertThat(consumed.exitCode()).isEqualTo(6);
    assertThat(consumed.out()).isEmpty();
    assertThat(consumed.err()).contains("hint: start a registry");
  }

  @Test
  void shouldWriteAndReadTypesWithoutASchema() throws Exception {
    String topic = create("plain", 1);

    Invocation unknown = run("produce", topic, "--file", lines("1").toString());
    assertThat(unknown.exitCode()).isEqualTo(11);
    assertThat(unknown.err())
        .contains("no schema is registered under subject plain-value", "--value-type");
    assertThat(
            run("produce", topic, "--value-type", "long", "--file", lines("1", "2").toString())
                .exitCode())
        .isZero();

    assertThat(run("consume", topic, "--values", "--value-type", "long").out().lines())
        .containsExactly("1", "2");
    assertThat(run("consume", "absent").exitCode()).isEqualTo(7);
    assertThat(run("produce", "absent", "--value-type", "long").exitCode()).isEqualTo(7);
    String file = lines("3").toString();
    assertThat(
            run("produce", "absent", "--create", "2", "--value-type", "long", "--file", file)
                .exitCode())
        .isZero();
    assertThat(consumed("consume", "absent", "--value-type", "long")).hasSize(1);
  }

  private static List<JsonNode> consumed(String... args) throws IOException {
    Invocation invocation = run(args);
    assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    List<JsonNode> found = new ArrayList<>();
    for (String line : invocation.out().lines().toList()) {
      found.add(json(line));
    }
    return found;
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static Path lines(String... lines) throws IOException {
    return Files.write(Files.createTempFile(folder, "lines", ".jsonl"), List.of(lines));
  }

  private static String create(String topic, int partitions) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
          .all()
          .get();
    }
    return topic;
  }

  private static Invocation run(String... args) {
    return Invocation.with(
        Map.of(
            "TIDEMARK_BOOTSTRAP_SERVER", cluster.bootstrapServers(),
            "TIDEMARK_SCHEMA_REGISTRY", cluster.schemaRegistryUrl(),
            "XDG_STATE_HOME", folder.toString()),
        args);
  }

  private static Schema order(String fields) {
    return schema("Order", fields);
  }

  private static Schema schema(String name, String fields) {
    return new Schema.Parser()
        .parse(
            ("{'type':'record','name':'" + name + "','namespace':'shop','fields':[" + fields + "]}")
                .replace('\'', '"'));
  }
}
