package dev.tidemark.registry;

import static dev.tidemark.serde.Types.avro;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.dev.EmbeddedSchemaRegistry;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.run.JobRunner;
import dev.tidemark.schemas.Order;
import dev.tidemark.schemas.OrderStatus;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.registry.SchemaRegistries;
import dev.tidemark.serde.registry.SubjectRegistry;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records between Tidemark and clients of another language, through Kafka and a registry. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class InteroperabilityIT {
  private static final int COUNT = 60;
  private static final long SEED = 20260101;

  private static EmbeddedKafka kafka;
  private static EmbeddedSchemaRegistry registry;
  private static Node node;
  private static Topics topics;

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  static Path folder;

  /** Keeps the orders that are paid. */
  private record PaidOrders(String from, String to) implements StreamJob {
    @Override
    public void define(Topology topology) {
      topology.stream(from, avro(Order.class))
          .filter("paid", order -> order.getStatus() == OrderStatus.PAID)
          .to(to, Types.STRING, Order::getUserId, avro(Order.class));
    }
  }

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    node = Node.installed();
    kafka = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
    registry = EmbeddedSchemaRegistry.start(EmbeddedSchemaRegistry.Options.defaults());
    topics = new Topics(kafka.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    if (kafka != null) {
      registry.close();
      kafka.close();
    }
  }

  private static List<String> node(String... arguments) throws IOException, InterruptedException {
    String[] all = new String[arguments.length + 2];
    all[0] = kafka.bootstrapServers();
    all[1] = registry.url();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return node.run(all);
  }

  private static String file(String name, String schema) throws IOException {
    return Files.writeString(folder.resolve(name), schema).toString();
  }

  @ParameterizedTest
  @EnumSource(Client.class)
  void shouldReadOrdersOfAnotherLanguageAndWriteWhatItReads(Client client) throws Exception {
    String orders = "orders-" + client.name().toLowerCase(java.util.Locale.ROOT);
    String paid = "paid-" + orders;
    topics.create(orders, paid);
    // As another language writes it: without the marks of the Java generator.
    String schema = SchemaRegistries.text(Order.getClassSchema());
    node("produce", orders, file(orders, schema), Integer.toString(COUNT));
    try (SubjectRegistry writer = client.open(registry.url())) {
      writer.register(paid + "-value", Order.getClassSchema());
    }

    List<String> read;
    try (JobRunner job =
        JobRunner.prepare(
            JobPlanner.plan(new PaidOrders(orders, paid), Map.of()), config(client, orders))) {
      job.start();
      read = node("consume", paid, Integer.toString(COUNT / 3));
    }

    assertThat(read).hasSize(COUNT / 3);
    for (int i = 0; i < read.size(); i++) {
      int n = i * 3;
      JsonNode order = Rest.JSON.readTree(read.get(i));
      assertThat(order.path("order_id").asText()).isEqualTo("bestellung-" + n + "-ü");
      assertThat(order.path("status").asText()).isEqualTo("PAID");
      assertThat(order.path("amount_cents").asLong()).isEqualTo(n * 1_000_003L);
      assertThat(order.path("created_at").asLong()).isEqualTo(1_767_225_600_000L + n * 1_000L);
      assertThat(order.path("note").isNull()).isEqualTo(n % 4 != 0);
    }
  }

  private static RunConfig config(Client client, String name) {
    Map<String, String> settings =
        client == Client.OURS
            ? Map.of("schema.registry.url", registry.url())
            : Map.of(
                "schema.registry.url",
                registry.url(),
                SchemaRegistries.CLIENT_CLASS,
                ConfluentRegistry.class.getName());
    return new RunConfig(
        "job-" + name,
        kafka.bootstrapServers(),
        settings,
        Map.of(),
        folder.resolve("state-" + name),
        1,
        Duration.ofMillis(100));
  }

  @Test
  void shouldGetBackTheSameBytesFromAnotherLanguage() throws Exception {
    topics.create("of-java", "of-another");
    Schema schema = new Schema.Parser().parse(Everything.SCHEMA);
    try (SubjectRegistry client = Client.OURS.open(registry.url())) {
      client.register("of-java-value", schema);
      Codec<GenericRecord> codec = Types.generic(schema).topicCodec(client, "of-java-value");
      Random random = new Random(SEED);
      List<GenericRecord> written =
          IntStream.range(0, COUNT).mapToObj(i -> Everything.record(schema, random)).toList();
      List<byte[]> values = written.stream().map(codec::encode).toList();
      topics.publish("of-java", values);

      List<String> told =
          node(
              "echo",
              "of-java",
              Integer.toString(COUNT),
              "of-another",
              file("everything", Everything.SCHEMA));

      List<byte[]> echoed = topics.read("of-another", COUNT);
      assertThat(told).hasSize(COUNT);
      for (int i = 0; i < COUNT; i++) {
        assertThat(echoed.get(i)).as("record %d of seed %d", i, SEED).isEqualTo(values.get(i));
        assertThat(codec.decode(echoed.get(i))).isEqualTo(new Decoded.Ok<>(written.get(i)));
        assertThat(Rest.JSON.readTree(told.get(i)).path("text").asText())
            .isEqualTo(written.get(i).get("text").toString());
      }
    }
  }

  /** A record with a field of every kind, of values that JavaScript can hold, too. */
  private static final class Everything {
    static final String SCHEMA =
        ClientContract.json(
            "{'type':'record','name':'Everything','namespace':'shop','fields':["
                + "{'name':'text','type':'string'},"
                + "{'name':'number','type':'int'},"
                + "{'name':'big','type':'long'},"
                + "{'name':'ratio','type':'float'},"
                + "{'name':'precise','type':'double'},"
                + "{'name':'flag','type':'boolean'},"
                + "{'name':'raw','type':'bytes'},"
                + "{'name':'nothing','type':'null'},"
                + "{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}},"
                + "{'name':'price','type':{'type':'bytes','logicalType':'decimal','precision':20,'scale':2}},"
                + "{'name':'maybe','type':['null','string'],'default':null},"
                + "{'name':'colour','type':{'type':'enum','name':'Colour','symbols':['RED','BLUE']}},"
                + "{'name':'hash','type':{'type':'fixed','name':'Hash','size':4}},"
                + "{'name':'place','type':{'type':'record','name':'Place','fields':[{'name':'name','type':'string'}]}},"
                + "{'name':'places','type':{'type':'array','items':'Place'}},"
                + "{'name':'counts','type':{'type':'map','values':'long'}},"
                + "{'name':'next','type':['null','Everything'],'default':null}]}");

    private Everything() {}

    static GenericRecord record(Schema schema, Random random) {
      return record(schema, random, 3);
    }

    private static GenericRecord record(Schema schema, Random random, int depth) {
      GenericRecord record = new GenericData.Record(schema);
      record.put("text", text(random));
      record.put("number", random.nextInt());
      record.put("big", random.nextLong() >> 11);
      record.put("ratio", random.nextFloat());
      record.put("precise", random.nextGaussian());
      record.put("flag", random.nextBoolean());
      record.put("raw", bytes(random, random.nextInt(20)));
      record.put("nothing", null);
      record.put("at", 1_767_225_600_000L + random.nextInt());
      record.put("price", bytes(random, 1 + random.nextInt(8)));
      record.put("maybe", random.nextBoolean() ? null : text(random));
      Schema colour = schema.getField("colour").schema();
      record.put(
          "colour", new GenericData.EnumSymbol(colour, random.nextBoolean() ? "RED" : "BLUE"));
      Schema hash = schema.getField("hash").schema();
      record.put("hash", new GenericData.Fixed(hash, bytes(random, 4).array()));
      Schema place = schema.getField("place").schema();
      record.put("place", place(place, random));
      record.put(
          "places",
          IntStream.range(0, random.nextInt(4)).mapToObj(i -> place(place, random)).toList());
      record.put("counts", random.nextBoolean() ? Map.of() : Map.of("n" + text(random), 7L));
      record.put(
          "next", depth > 0 && random.nextBoolean() ? record(schema, random, depth - 1) : null);
      return record;
    }

    private static GenericRecord place(Schema schema, Random random) {
      GenericRecord place = new GenericData.Record(schema);
      place.put("name", text(random));
      return place;
    }

    private static String text(Random random) {
      return "grüße 你好 \uD83D\uDE00 " + random.nextInt(1_000);
    }

    private static ByteBuffer bytes(Random random, int length) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return ByteBuffer.wrap(bytes);
    }
  }
}
