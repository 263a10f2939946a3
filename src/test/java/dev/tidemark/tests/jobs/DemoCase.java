package dev.tidemark.tests.jobs;

import static java.util.Comparator.comparing;

import dev.tidemark.cli.demo.AirportEvents;
import dev.tidemark.cli.demo.Answer;
import dev.tidemark.cli.demo.DelaysOracle;
import dev.tidemark.cli.demo.Event;
import dev.tidemark.cli.demo.Expected;
import dev.tidemark.cli.demo.FlightEvents;
import dev.tidemark.cli.demo.PartitionLedger;
import dev.tidemark.cli.demo.QuakeEvents;
import dev.tidemark.cli.demo.QuakesOracle;
import dev.tidemark.cli.demo.SourceEvent;
import dev.tidemark.cli.demo.TopicEvents;
import dev.tidemark.cli.demo.TopicReader;
import dev.tidemark.cli.demo.TopicRecord;
import dev.tidemark.jobs.delaysbystate.DelaysByState;
import dev.tidemark.jobs.quakesequences.QuakeSequences;
import dev.tidemark.schemas.Airport;
import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.QuakeSequence;
import dev.tidemark.schemas.StateDelays;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import dev.tidemark.topology.dsl.StreamJob;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A job of the demo with its events and everything that must come of them, computed offline.
 *
 * @param job the job
 * @param inputs its events, the table first
 * @param source the topic with the events
 * @param results what must be written, partition by partition and in this order
 * @param late the late events
 * @param ledger of the source's partitions
 * @param written how many panes are written
 * @param open how many stay open
 */
public record DemoCase(
    StreamJob job,
    List<TopicEvents<?>> inputs,
    String source,
    Content results,
    Content late,
    List<PartitionLedger> ledger,
    long written,
    long open) {

  public static final int PARTITIONS = 4;

  private static final Duration READ_LIMIT = Duration.ofSeconds(30);

  public static DemoCase delays() {
    return delays(SourceEvent.publishedTo(PARTITIONS, FlightEvents.read()));
  }

  /** With flights that stand elsewhere in the log. */
  public static DemoCase delays(List<SourceEvent<Flight>> flights) {
    List<Airport> airports = AirportEvents.read().stream().map(Event::value).toList();
    Expected<StateDelays, Flight> expected = DelaysOracle.expect(airports, flights);
    List<StateDelays> results =
        expected.results().stream()
            .sorted(comparing(StateDelays::getWindowEnd).thenComparing(StateDelays::getState))
            .toList();
    return of(
        new DelaysByState(),
        List.of(TopicEvents.airports(), TopicEvents.flights()),
        contentOf("delays-by-state", results, Answer::of),
        contentOf("delays-late", expected.late()),
        expected);
  }

  static DemoCase quakes() {
    Expected<QuakeSequence, Earthquake> expected =
        QuakesOracle.expect(SourceEvent.publishedTo(PARTITIONS, QuakeEvents.read()));
    List<QuakeSequence> results =
        expected.results().stream()
            .sorted(comparing(QuakeSequence::getLastQuake).thenComparing(QuakeSequence::getRegion))
            .toList();
    return of(
        new QuakeSequences(),
        List.of(TopicEvents.quakes()),
        contentOf("quake-sequences", results, Answer::of),
        contentOf("quakes-late", expected.late()),
        expected);
  }

  /** The dead letters' topic. */
  public String deadLetters() {
    return job.name() + "-dead-letters";
  }

  @Override
  public String toString() {
    return job.name();
  }

  private static DemoCase of(
      StreamJob job,
      List<TopicEvents<?>> inputs,
      Content results,
      Content late,
      Expected<?, ?> expected) {
    return new DemoCase(
        job,
        inputs,
        inputs.get(inputs.size() - 1).topic(),
        results,
        late,
        expected.ledger(),
        expected.results().size(),
        expected.open());
  }

  private static <R> Content contentOf(String topic, List<R> results, Function<R, Answer> answer) {
    Content.Builder content = new Content.Builder(topic);
    for (R result : results) {
      Answer entry = answer.apply(result);
      content.add(partitionOf(entry.key()), entryOf(entry));
    }
    return content.build();
  }

  private static Content contentOf(
      String topic, List<? extends SourceEvent<? extends SpecificRecord>> events) {
    Content.Builder content = new Content.Builder(topic);
    events.forEach(event -> content.add(event.partition(), entryOf(Answer.ofLate(event))));
    return content.build();
  }

  /** What a topic of Avro values holds. */
  public static Content decoded(TestKafka kafka, SchemaRegistry registry, String topic) {
    Content.Builder content = new Content.Builder(topic);
    TopicReader reader = new TopicReader(kafka.bootstrapServers(), registry, READ_LIMIT);
    for (TopicRecord record : reader.read(topic)) {
      content.add(record.partition(), entryOf(record.answer()));
    }
    return content.build();
  }

  private static Content.Entry entryOf(Answer answer) {
    return new Content.Entry(answer.key(), answer.time().toEpochMilli(), answer.json());
  }

  private static int partitionOf(@Nullable String key) {
    return BuiltInPartitioner.partitionForKey(Text.bytes(String.valueOf(key)), PARTITIONS);
  }
}
