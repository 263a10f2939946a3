package dev.tidemark.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tidemark.serde.events.Everything;
import dev.tidemark.serde.events.Reading;
import dev.tidemark.serde.events.Tree;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MutatedRecordsTest {
  private static final int RECORDS = Integer.getInteger("tidemark.fuzz.records", 200_000) / 3;
  private static final long ALLOCATED_BYTES_MAX = 16L * 1024 * 1024;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

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
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Map<PoisonCause, Integer> causes = new EnumMap<>(PoisonCause.class);

    for (int i = 0; i < RECORDS; i++) {
      byte[] bytes = mutated(whole.get(random.nextInt(whole.size())), random);
      Codec<?> codec = codecs.get(random.nextInt(codecs.size()));
      long before = threads.getCurrentThreadAllocatedBytes();
      Decoded<?> decoded = codec.decode(bytes);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated).as("seed %d, record %d", seed, i).isLessThan(ALLOCATED_BYTES_MAX);
      if (decoded instanceof Decoded.Poison<?> poison) {
        causes.merge(poison.cause(), 1, Integer::sum);
        assertThat(poison.detail()).doesNotContain("\n");
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
