package dev.tidemark.serde.avro;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tidemark.serde.AvroType;
import dev.tidemark.serde.RandomEvents;
import dev.tidemark.serde.RandomSchemas;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.Written;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.serde.codec.WireFormat;
import dev.tidemark.serde.events.Everything;
import dev.tidemark.serde.events.Reading;
import dev.tidemark.serde.events.Tree;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records that were damaged somewhere: an answer for each, within bounds of memory and time.
 *
 * <p>For a longer run: {@code -Dtidemark.fuzz.records=10000000}, the number of all seeds together.
 * A small heap ({@code -Xmx128m}) shows that nothing piles up.
 */
class MutatedRecordsTest {
  private static final int RECORDS = Integer.getInteger("tidemark.fuzz.records", 200_000) / 6;
  private static final int PAIRS = 80;
  private static final long ALLOCATED_BYTES_MAX = 16L * 1024 * 1024;
  private static final long CPU_NANOS_MAX = 1_000_000_000;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {101, 102, 103})
  void shouldAnswerAnyBytesWithoutThrowingOrAllocatingWildly(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> whole = wholeRecords(seed);
    List<Codec<?>> codecs =
        List.of(
            Types.avro(Everything.class).topicCodec(registry, "everything"),
            Types.avro(Tree.class).topicCodec(registry, "tree"),
            Types.avro(Reading.class).topicCodec(registry, "reading"),
            Types.generic(Everything.SCHEMA$).topicCodec(registry, "everything"));
    Map<PoisonCause, Integer> causes = new EnumMap<>(PoisonCause.class);

    for (int i = 0; i < RECORDS; i++) {
      byte[] bytes = mutated(whole.get(random.nextInt(whole.size())), random);
      Codec<?> codec = codecs.get(random.nextInt(codecs.size()));
      if (answered(codec, bytes, seed, i) instanceof Decoded.Poison<?> poison) {
        causes.merge(poison.cause(), 1, Integer::sum);
      }
    }

    assertThat(causes)
        .containsKeys(
            PoisonCause.TOO_SHORT,
            PoisonCause.WRONG_MAGIC,
            PoisonCause.UNKNOWN_SCHEMA,
            PoisonCause.INCOMPATIBLE_SCHEMA,
            PoisonCause.MALFORMED,
            PoisonCause.TRAILING_BYTES,
            PoisonCause.LIMIT_EXCEEDED);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {104, 105, 106})
  void shouldAnswerAnyBytesThatAnotherVersionWroteAndWhereSomeFieldsAreRead(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Pair> pairs = pairs(seed, random);
    int read = 0;

    for (int i = 0; i < RECORDS; i++) {
      Pair pair = pairs.get(random.nextInt(pairs.size()));
      byte[] bytes = mutated(pair.whole().get(random.nextInt(pair.whole().size())), random);
      Codec<?> codec = pair.codecs().get(random.nextInt(pair.codecs().size()));
      read += answered(codec, bytes, seed, i) instanceof Decoded.Ok<?> ? 1 : 0;
    }

    assertThat(read).isBetween(RECORDS / 100, RECORDS - RECORDS / 10);
  }

  /** What a reader reads, and records of a writer whose schema is another one. */
  private record Pair(List<Codec<?>> codecs, List<byte[]> whole) {}

  private List<Pair> pairs(long seed, SplittableRandom random) {
    RandomSchemas schemas = new RandomSchemas(seed);
    List<Pair> pairs = new ArrayList<>();
    while (pairs.size() < PAIRS) {
      Schema reader = schemas.reader();
      Schema writer = schemas.writerFor(reader);
      int id = registry.register("pairs", writer);
      List<byte[]> whole = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Object value = Objects.requireNonNull(schemas.value(writer));
        whole.add(WireFormat.frame(id, Written.avro(writer, value)));
      }
      AvroType<GenericRecord> all = Types.generic(reader);
      List<Codec<?>> codecs = new ArrayList<>(List.of(all.topicCodec(registry, "pairs")));
      List<Schema.Field> fields = reader.getFields();
      String field = fields.get(random.nextInt(fields.size())).name();
      try {
        codecs.add(all.only(field).topicCodec(registry, "pairs"));
        codecs.add(all.first(field).readFirst().orElseThrow().topicCodec(registry, "pairs"));
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("itself");
      }
      pairs.add(new Pair(codecs, whole));
    }
    return pairs;
  }

  private Decoded<?> answered(Codec<?> codec, byte[] bytes, long seed, int record) {
    long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    long cpuBefore = threads.getCurrentThreadCpuTime();
    Decoded<?> decoded = codec.decode(bytes);
    long cpu = threads.getCurrentThreadCpuTime() - cpuBefore;
    long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
    if (allocated >= ALLOCATED_BYTES_MAX || cpu >= CPU_NANOS_MAX) {
      throw new AssertionError(
          "seed %d, record %d: %,d bytes allocated, %,d ns of the processor"
              .formatted(seed, record, allocated, cpu));
    }
    if (decoded instanceof Decoded.Poison<?> poison) {
      assertThat(poison.detail()).doesNotContain("\n");
    }
    return decoded;
  }

  private List<byte[]> wholeRecords(long seed) {
    RandomEvents events = new RandomEvents(seed);
    int everything = registry.register("everything", Everything.SCHEMA$);
    int tree = registry.register("tree", Tree.SCHEMA$);
    int text = registry.register("text", Schema.create(Schema.Type.STRING));
    Codec<Everything> everythings = Types.avro(Everything.class).stateCodec();
    Codec<Tree> trees = Types.avro(Tree.class).stateCodec();
    List<byte[]> whole = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      whole.add(WireFormat.frame(everything, everythings.encode(events.everything())));
    }
    for (int i = 0; i < 50; i++) {
      whole.add(WireFormat.frame(tree, trees.encode(tree(i % 6, events))));
    }
    whole.add(WireFormat.frame(text, new byte[] {2, 'x'}));
    return whole;
  }

  private static Tree tree(int depth, RandomEvents events) {
    return new Tree(
        events.text(),
        depth == 0 ? List.of() : List.of(tree(depth - 1, events), tree(depth - 1, events)));
  }

  private static byte[] mutated(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      bytes = mutatedOnce(bytes, random);
    }
    return bytes;
  }

  private static byte[] mutatedOnce(byte[] bytes, SplittableRandom random) {
    // Mostly behind the header, where Avro is.
    int from = random.nextInt(20) == 0 ? 0 : Math.min(5, bytes.length);
    int at = from + random.nextInt(Math.max(1, bytes.length - from));
    switch (random.nextInt(6)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      }
      case 1 -> {
        return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
      }
      case 2 -> {
        return spliced(bytes, Math.min(at, bytes.length), number(random));
      }
      case 3 -> {
        return spliced(
            bytes, Math.min(at, bytes.length), new RandomEvents(random.nextLong()).bytes(6));
      }
      default -> {
        if (at < bytes.length) {
          bytes[at] =
              random.nextBoolean() ? (byte) (1 << random.nextInt(8)) : (byte) random.nextInt();
        }
        return bytes;
      }
    }
  }

  /** A variable-length number of any size, as lengths and counts are. */
  private static byte[] number(SplittableRandom random) {
    byte[] number = new byte[1 + random.nextInt(10)];
    for (int i = 0; i < number.length; i++) {
      number[i] = (byte) (random.nextInt() | (i < number.length - 1 ? 0x80 : 0));
    }
    number[number.length - 1] &= 0x7f;
    return number;
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] insert) {
    byte[] spliced = Arrays.copyOf(bytes, bytes.length + insert.length);
    System.arraycopy(insert, 0, spliced, at, insert.length);
    System.arraycopy(bytes, at, spliced, at + insert.length, bytes.length - at);
    return spliced;
  }
}
