package dev.tidemark.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.demo.Event;
import dev.tidemark.cli.demo.EventLoader;
import dev.tidemark.cli.demo.FlightEvents;
import dev.tidemark.cli.demo.SourceEvent;
import dev.tidemark.cli.demo.TopicEvents;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.dev.EmbeddedSchemaRegistry;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.schemas.Flight;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.Checker;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.FreePorts;
import dev.tidemark.tests.base.JobRun;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import dev.tidemark.tests.jobs.DemoCase;
import dev.tidemark.tests.jobs.JobsIT;
import dev.tidemark.topology.dsl.JobPlanner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is away when it is needed: the job waits, and nothing is lost or given up. */
class RegistryOutageIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * Longer than any wait that a task has, which is 5 s, so that it goes back to its last commit
   * more than once. For a longer outage: {@code -Doutage.seconds=60}.
   */
  private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("outage.seconds", 15));

  @Test
  void shouldWaitForTheRegistryWhenAWriterHasANewSchema(@TempDir Path folder)
      throws InterruptedException {
    try (EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafka.Options.defaults());
        TestKafka kafka = new TestKafka(broker.bootstrapServers())) {
      EmbeddedSchemaRegistry.Options options =
          EmbeddedSchemaRegistry.Options.defaults()
              .withBootstrapServers(broker.bootstrapServers())
              .withPort(FreePorts.take(1).get(0));
      EmbeddedSchemaRegistry before = EmbeddedSchemaRegistry.start(options);
      String url = before.url();
      List<Event<Flight>> flights = FlightEvents.read();
      int half = flights.size() / 2;
      try (SchemaRegistryClient registry = client(url)) {
        new EventLoader(kafka.bootstrapServers(), registry)
            .load(
                List.of(
                    TopicEvents.airports(),
                    new TopicEvents<>(
                        "flights", Types.avro(Flight.class), flights.subList(0, half))),
                (done, total) -> {});
      }
      DemoCase demo = DemoCase.delays();

      // long enough that the pauses of this test are no idleness
      try (JobRun run =
          JobRun.start(
              kafka,
              JobPlanner.plan(demo.job(), Map.of("idle-after", "15s")),
              config(kafka, url, folder))) {
        run.awaitRead(LIMIT);
        List<TestKafka.Message> withNewSchema;
        try (SchemaRegistryClient registry = client(url)) {
          withNewSchema = messagesWithNewSchema(registry, flights.subList(half, flights.size()));
        }
        before.close();
        long outage = System.nanoTime();
        kafka.publish(withNewSchema);
        Await.until("the job waits", LIMIT, () -> run.waitingFor().isPresent());
        Await.until(
            "the outage lasts",
            OUTAGE.plus(LIMIT),
            () -> System.nanoTime() - outage > OUTAGE.toNanos());
        assertThat(run.waitingFor()).as("what the status says").get().asString().contains(url);
        run.progress();
        try (EmbeddedSchemaRegistry after =
                EmbeddedSchemaRegistry.start(options.withPort(before.port()));
            SchemaRegistryClient registry = client(after.url())) {
          var progress = run.awaitEnd(LIMIT);

          assertThat(run.waitingFor()).isEmpty();
          assertThat(causes(kafka, demo.deadLetters())).isEmpty();
          assertThat(
                  Checker.differences(
                      demo.results(), DemoCase.decoded(kafka, registry, "delays-by-state")))
              .isEmpty();
          assertThat(
                  Checker.differences(
                      demo.late(), withoutGate(DemoCase.decoded(kafka, registry, "delays-late"))))
              .isEmpty();
          assertThat(JobsIT.ledger(progress, "flights")).isEqualTo(demo.ledger());
        }
      } finally {
        before.close();
      }
    }
  }

  /** Why there are dead letters, each reason once. */
  private static Set<String> causes(TestKafka kafka, String topic) {
    return kafka.read(topic).stream()
        .map(
            letter ->
                Text.header(letter, "tidemark.step")
                    + " "
                    + Text.header(letter, "tidemark.cause")
                    + " "
                    + Text.header(letter, "__streams.errors.message"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The rest of the flights, by a writer whose schema has one field more. */
  private static List<TestKafka.Message> messagesWithNewSchema(
      SchemaRegistryClient registry, List<Event<Flight>> flights) {
    List<Schema.Field> fields = new ArrayList<>();
    Flight.getClassSchema()
        .getFields()
        .forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    Schema nullable =
        Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
    fields.add(new Schema.Field("gate", nullable, null, Schema.Field.NULL_DEFAULT_VALUE));
    Schema schema =
        Schema.createRecord("Flight", null, Flight.getClassSchema().getNamespace(), false, fields);
    registry.register("flights-value", schema);
    Codec<GenericRecord> codec = Types.generic(schema).topicCodec(registry, "flights-value");
    List<TestKafka.Message> messages = new ArrayList<>();
    for (SourceEvent<Flight> event : SourceEvent.publishedTo(4, flights)) {
      Flight flight = event.value();
      GenericRecord value = new GenericData.Record(schema);
      value.put("scheduled_departure", flight.getScheduledDeparture().toEpochMilli());
      value.put("delay_minutes", flight.getDelayMinutes());
      value.put("distance_miles", flight.getDistanceMiles());
      value.put("origin", flight.getOrigin());
      value.put("destination", flight.getDestination());
      messages.add(
          new TestKafka.Message(
              "flights",
              event.partition(),
              event.time().toEpochMilli(),
              Text.bytes(flight.getOrigin()),
              codec.encode(value)));
    }
    return messages;
  }

  private static Content withoutGate(Content late) {
    Content.Builder content = new Content.Builder(late.topic());
    late.partitions()
        .forEach(
            (partition, entries) ->
                entries.forEach(
                    entry ->
                        content.add(
                            partition,
                            new Content.Entry(
                                entry.key(),
                                entry.timestamp(),
                                entry.value().replace(",\"gate\":null", "")))));
    return content.build();
  }

  private static SchemaRegistryClient client(String url) {
    return new SchemaRegistryClient(RegistryConfig.from(Map.of("schema.registry.url", url)));
  }

  private static RunConfig config(TestKafka kafka, String url, Path folder) {
    return new RunConfig(
            "outage",
            kafka.bootstrapServers(),
            Map.of("schema.registry.url", url),
            Map.of(),
            folder,
            1,
            RunConfig.DEFAULT_COMMIT_INTERVAL)
        .withRegistration(Registration.COMPATIBLE);
  }
}
