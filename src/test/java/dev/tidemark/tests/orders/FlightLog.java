package dev.tidemark.tests.orders;

import dev.tidemark.cli.demo.Event;
import dev.tidemark.cli.demo.FlightEvents;
import dev.tidemark.cli.demo.SourceEvent;
import dev.tidemark.schemas.Flight;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import dev.tidemark.tests.jobs.DemoCase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/** The flights of the demo with a defect of each kind amid them, more than once. */
public final class FlightLog {

  private static final int EVERY = 1_500;
  private static final Duration TEN_YEARS = Duration.ofDays(3_653);

  private final Codec<Flight> codec;
  private final int unknownSchema;
  private final long[] offsets = new long[DemoCase.PARTITIONS];
  private final List<TestKafka.Message> messages = new ArrayList<>();
  private final List<SourceEvent<Flight>> flights = new ArrayList<>();
  private final List<Defect> defects = new ArrayList<>();

  /**
   * A record that must become a dead letter.
   *
   * @param cause the expected {@code tidemark.cause}
   * @param offset where it stands
   * @param isFlight whether it can be decoded, so that the oracle knows it, too
   */
  public record Defect(String cause, TestKafka.Message message, long offset, boolean isFlight) {}

  public FlightLog(Codec<Flight> codec, int unknownSchema) {
    this.codec = codec;
    this.unknownSchema = unknownSchema;
    int published = 0;
    for (Event<Flight> event : FlightEvents.read()) {
      add(event.key(), event.time(), event.value(), partitionOf(event.key()));
      if (++published % EVERY == 0) {
        addDefects(event);
      }
    }
  }

  public List<TestKafka.Message> messages() {
    return messages;
  }

  /** What can be decoded, with its place. */
  public List<SourceEvent<Flight>> flights() {
    return flights;
  }

  public List<Defect> defects() {
    return defects;
  }

  private void addDefects(Event<Flight> event) {
    int partition = partitionOf(event.key());
    byte[] good = codec.encode(event.value());
    byte[] key = Text.bytes(event.key());
    long time = event.time().toEpochMilli();
    byte[] truncated = Arrays.copyOf(good, good.length - 3);
    byte[] longer = Arrays.copyOf(good, good.length + 2);
    byte[] unknown = good.clone();
    for (int i = 0; i < 4; i++) {
      unknown[1 + i] = (byte) (unknownSchema >>> (24 - 8 * i));
    }
    addPoison("WRONG_MAGIC", partition, time, key, new byte[] {'{', '"', 'a', '"', ':', '1', '}'});
    addPoison("TOO_SHORT", partition, time, key, new byte[] {0, 0});
    addPoison("MALFORMED", partition, time, key, truncated);
    addPoison("TRAILING_BYTES", partition, time, key, longer);
    addPoison("UNKNOWN_SCHEMA", partition, time, key, unknown);
    addPoison("NULL", partition, time, key, null);
    Flight late = Flight.newBuilder(event.value()).setDelayMinutes(100).build();
    addRefused("NULL_KEY", null, event.time(), late, partition);
    addRefused("KEY_MISMATCH", "not its origin", event.time(), late, partition);
    Instant ahead = event.time().plus(TEN_YEARS);
    addRefused(
        "TOO_FAR_AHEAD",
        event.key(),
        ahead,
        Flight.newBuilder(late).setScheduledDeparture(ahead).build(),
        partition);
  }

  private void addPoison(
      String cause, int partition, long time, byte[] key, byte @Nullable [] value) {
    TestKafka.Message message = new TestKafka.Message("flights", partition, time, key, value);
    defects.add(new Defect(cause, message, offsets[partition]++, false));
    messages.add(message);
  }

  private void addRefused(
      String cause, @Nullable String key, Instant time, Flight flight, int partition) {
    long offset = offsets[partition];
    TestKafka.Message message = add(key, time, flight, partition);
    defects.add(new Defect(cause, message, offset, true));
  }

  private TestKafka.Message add(@Nullable String key, Instant time, Flight flight, int partition) {
    TestKafka.Message message =
        new TestKafka.Message(
            "flights",
            partition,
            time.toEpochMilli(),
            key == null ? null : Text.bytes(key),
            codec.encode(flight));
    messages.add(message);
    flights.add(new SourceEvent<>(partition, offsets[partition]++, key, time, flight));
    return message;
  }

  private static int partitionOf(String key) {
    return BuiltInPartitioner.partitionForKey(Text.bytes(key), DemoCase.PARTITIONS);
  }
}
