package dev.tidemark.node.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two runs have written, compared; and the comparison compared with a plain one in memory. */
class ComparisonTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  @Test
  void shouldSayOfEachResultWhetherItIsEqualChangedOrOnlyOnOneSide() {
    List<OutputRecord> before =
        List.of(
            read(0, "a", 1, "same"),
            read(0, "b", 1, "was"),
            read(1, "c", 1, "gone"),
            read(0, "d", 1, "twice"),
            read(0, "d", 1, "twice"));
    List<OutputRecord> after =
        List.of(
            read(0, "d", 1, "twice"),
            read(0, "b", 1, "is"),
            read(0, "a", 1, "same"),
            read(1, "c", 2, "come"));

    OutputComparison compared = compare(before, after, 10);

    assertThat(compared.isEqual()).isFalse();
    assertThat(counts(compared)).containsExactly("0: 2 1 1 0", "1: 0 0 1 1");
    assertThat(compared.differences())
        .extracting(ComparisonTest::shown)
        .containsExactly(
            "CHANGED 0 b 1 was is",
            "ONLY_OLD 0 d 1 twice null",
            "ONLY_OLD 1 c 1 gone null",
            "ONLY_NEW 1 c 2 null come");
  }

  @Test
  void shouldFindEqualWhatIsOnlyInAnotherOrder() {
    List<OutputRecord> before = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      before.add(read(i % 3, "k" + i % 50, i % 7, "v" + i % 11));
    }
    List<OutputRecord> after = new ArrayList<>(before);
    Collections.shuffle(after, new Random(1));

    OutputComparison compared = compare(before, after, 10);

    assertThat(compared.isEqual()).isTrue();
    assertThat(compared.partitions()).allMatch(PartitionComparison::isEqual);
    assertThat(compared.partitions().stream().mapToLong(PartitionComparison::equal).sum())
        .isEqualTo(1_000);
    assertThat(compared.differences()).isEmpty();
  }

  @Test
  void shouldTellNullFromEmptyAndAKeyFromItsBeginning() {
    List<OutputRecord> before =
        List.of(
            new OutputRecord(0, null, 1, bytes("x")),
            new OutputRecord(0, bytes("k"), 1, null),
            read(0, "ab", 1, "c"));
    List<OutputRecord> after =
        List.of(
            new OutputRecord(0, bytes(""), 1, bytes("x")),
            new OutputRecord(0, bytes("k"), 1, bytes("")),
            read(0, "a", 1, "bc"));

    OutputComparison compared = compare(before, after, 10);

    assertThat(counts(compared)).containsExactly("0: 0 1 2 2");
  }

  @Test
  void shouldCountAllButShowNoMoreThanAskedFor() {
    List<OutputRecord> before = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      before.add(read(0, "same", 1, "v" + i));
    }

    OutputComparison compared = compare(before, List.of(), 7);

    assertThat(counts(compared)).containsExactly("0: 0 0 500 0");
    assertThat(compared.differences()).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldAgreeWithAPlainComparisonInMemory(long seed) {
    Random random = new Random(seed);
    List<OutputRecord> before = records(random, 2_000);
    List<OutputRecord> after = new ArrayList<>(before);
    Collections.shuffle(after, random);
    after.subList(0, random.nextInt(300)).clear();
    after.addAll(records(random, random.nextInt(300)));

    OutputComparison compared = compare(before, after, 100_000);

    Map<String, long[]> expected = plain(before, after);
    assertThat(counts(compared))
        .as("seed %d", seed)
        .containsExactlyElementsOf(
            expected.entrySet().stream()
                .map(
                    each ->
                        "%s: %d %d %d %d"
                            .formatted(
                                each.getKey(),
                                each.getValue()[0],
                                each.getValue()[1],
                                each.getValue()[2],
                                each.getValue()[3]))
                .toList());
    long different =
        expected.values().stream().mapToLong(count -> count[1] + count[2] + count[3]).sum();
    assertThat(compared.differences()).hasSize((int) different);
  }

  @Test
  void shouldLeaveNothingOnDisk() throws IOException {
    compare(List.of(read(0, "a", 1, "x")), List.of(read(0, "a", 1, "y")), 10);

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private OutputComparison compare(
      List<OutputRecord> before, List<OutputRecord> after, int differencesMax) {
    return new Comparison(folder, differencesMax).compare(source(before), source(after));
  }

  private static RecordSource source(List<OutputRecord> records) {
    return (partitions, each) ->
        records.stream().filter(read -> partitions.test(read.partition())).forEach(each);
  }

  private static List<OutputRecord> records(Random random, int count) {
    List<OutputRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(
          read(
              random.nextInt(4),
              "k" + random.nextInt(40),
              random.nextInt(6),
              "v" + random.nextInt(3)));
    }
    return records;
  }

  /** By partition: equal, changed, only old, only new. */
  private static Map<String, long[]> plain(List<OutputRecord> before, List<OutputRecord> after) {
    Map<String, Map<String, long[]>> groups = new TreeMap<>();
    before.forEach(read -> values(groups, read)[0]++);
    after.forEach(read -> values(groups, read)[1]++);
    Map<String, long[]> counts = new TreeMap<>();
    groups.forEach(
        (group, values) -> {
          long[] count =
              counts.computeIfAbsent(
                  group.substring(0, group.indexOf('/')), partition -> new long[4]);
          long leftBefore = 0;
          long leftAfter = 0;
          for (long[] both : values.values()) {
            long equal = Math.min(both[0], both[1]);
            count[0] += equal;
            leftBefore += both[0] - equal;
            leftAfter += both[1] - equal;
          }
          long changed = Math.min(leftBefore, leftAfter);
          count[1] += changed;
          count[2] += leftBefore - changed;
          count[3] += leftAfter - changed;
        });
    return counts;
  }

  private static long[] values(Map<String, Map<String, long[]>> groups, OutputRecord read) {
    return groups
        .computeIfAbsent(
            read.partition() + "/" + text(read.key()) + "/" + read.timestamp(),
            group -> new TreeMap<>())
        .computeIfAbsent(text(read.value()), value -> new long[2]);
  }

  private static List<String> counts(OutputComparison compared) {
    return compared.partitions().stream()
        .map(
            each ->
                "%d: %d %d %d %d"
                    .formatted(
                        each.partition(),
                        each.equal(),
                        each.changed(),
                        each.onlyOld(),
                        each.onlyNew()))
        .toList();
  }

  private static String shown(Difference each) {
    return "%s %d %s %d %s %s"
        .formatted(
            each.kind(),
            each.partition(),
            text(each.key()),
            each.timestamp(),
            text(each.oldValue()),
            text(each.newValue()));
  }

  private static OutputRecord read(int partition, String key, long timestamp, String value) {
    return new OutputRecord(partition, bytes(key), timestamp, bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, UTF_8);
  }
}
