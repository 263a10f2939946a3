package dev.tidemark.tests.parcel;

import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * Parcels, the same for the same seed, of producers that go from version to version, each partition
 * at its own time; in the end some go back, and all versions come one through another.
 */
final class ParcelLog {

  static final int PARTITIONS = 4;

  /** How many the job can read. */
  static final int VERSIONS = 3;

  static final long BEGIN = 1_700_000_000_000L;

  /** The sender of what comes long after everything else and completes its windows. */
  static final String LAST = "last";

  private static final long MILLIS_PER_PARCEL = 10;
  private static final long BEHIND_MAX = 4_000;
  private static final long PAUSE = 3_600_000;

  private ParcelLog() {}

  /**
   * One record.
   *
   * @param version of its schema, from 1; 4 can't be read
   */
  record Line(int partition, int version, ParcelFacts facts) {
    boolean isLast() {
      return facts.sender().equals(LAST);
    }
  }

  /** In the order of publication. */
  static List<Line> generate(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Line> lines = new ArrayList<>();
    int[][] moves = new int[PARTITIONS][];
    for (int i = 0; i < PARTITIONS; i++) {
      int second = count / 5 + random.nextInt(count / 5);
      int third = second + count / 10 + random.nextInt(count / 5);
      moves[i] = new int[] {second, third, third + random.nextInt(count / 10)};
    }
    for (int i = 0; i < count; i++) {
      int partition = random.nextInt(PARTITIONS);
      int[] move = moves[partition];
      int version = i < move[0] ? 1 : i < move[1] ? 2 : i < move[2] ? 3 : 1 + random.nextInt(3);
      long at = BEGIN + i * MILLIS_PER_PARCEL - random.nextLong(BEHIND_MAX);
      lines.add(new Line(partition, version, ParcelFacts.random(random, at, 0)));
    }
    for (int i = 0; i < PARTITIONS; i++) {
      long at = BEGIN + count * MILLIS_PER_PARCEL + PAUSE;
      lines.add(new Line(i, 2, ParcelFacts.random(random, at, 0).from(LAST, at)));
    }
    return lines;
  }

  /** The same with one that can't be read in the place of some, all but the first and last ones. */
  static List<Line> withUnreadable(List<Line> log, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Line> lines = new ArrayList<>();
    for (Line line : log) {
      boolean isSpared = line.isLast() || lines.size() < log.size() / 3;
      lines.add(
          isSpared || random.nextInt(5) > 0
              ? line
              : new Line(line.partition(), VERSIONS + 1, line.facts()));
    }
    return lines;
  }

  /** Writes as the producers do: registers a version when it has the first record of it. */
  static final class Producers {
    private final SchemaRegistry registry;
    private final RegisteredReference reference;
    private final Map<Integer, Integer> ids = new HashMap<>();

    Producers(SchemaRegistry registry, RegisteredReference reference) {
      this.registry = registry;
      this.reference = reference;
    }

    /** Registers the third version, which refers to another schema, and answers its id. */
    interface RegisteredReference {
      int register();
    }

    TestKafka.Message message(Line line) {
      Schema schema = schemaOf(line.version());
      int id = ids.computeIfAbsent(line.version(), this::register);
      byte[] value = framed(id, schema, line.facts().written(line.version(), schema));
      return new TestKafka.Message(
          "parcels", line.partition(), line.facts().at().toEpochMilli(), null, value);
    }

    private int register(int version) {
      return version == 3
          ? reference.register()
          : registry.register("parcels-value", schemaOf(version));
    }
  }

  /** The rows of the table: some by the first version, others by the second. */
  static List<TestKafka.Message> cities(SchemaRegistry registry, int partitions) {
    List<TestKafka.Message> rows = new ArrayList<>();
    for (int i = 0; i < ParcelFacts.CITIES; i++) {
      boolean isNew = isNewCity(i);
      Schema schema = isNew ? ParcelSchemas.CITY_V2 : ParcelSchemas.CITY_V1;
      GenericRecord row = new GenericData.Record(schema);
      row.put("name", "city-" + i);
      row.put(isNew ? "region" : "area", region(i));
      if (isNew) {
        row.put("people", (int) people(i));
      }
      byte[] key = Text.bytes("city-" + i);
      rows.add(
          new TestKafka.Message(
              "cities",
              BuiltInPartitioner.partitionForKey(key, partitions),
              BEGIN,
              key,
              framed(registry.register("cities-value", schema), schema, row)));
    }
    return rows;
  }

  static boolean isNewCity(int number) {
    return number % 3 == 0;
  }

  static String region(int number) {
    return "region-" + number % 5;
  }

  static long people(int number) {
    return 1_000L * number;
  }

  private static Schema schemaOf(int version) {
    return switch (version) {
      case 1 -> ParcelSchemas.V1;
      case 2 -> ParcelSchemas.V2;
      case 3 -> ParcelSchemas.V3;
      default -> ParcelSchemas.UNREADABLE;
    };
  }

  /** With Avro's own writer. */
  static byte[] framed(int id, Schema schema, Object value) {
    return framed(id, new GenericDatumWriter<>(schema, new GenericData()), value);
  }

  static byte[] framed(int id, DatumWriter<Object> writer, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      writer.write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
