package dev.tidemark.node.replay;

import dev.tidemark.node.replay.SortedRecords.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two runs have written to one output. First by digests, which takes one reading and
 * no memory; then, of the partitions that differ alone, record by record, sorted on disk. Under
 * each partition, key and timestamp there is a multiset of values on each side: what both have is
 * equal, what is left on both sides is changed, and what is left on one is only there.
 */
public final class Comparison {

  private static final long SHOWN_BYTES_MAX = 8L << 20;

  private final Path parent;
  private final int differencesMax;

  /**
   * States how.
   *
   * @param parent where a folder may be made for the time of a comparison
   * @param differencesMax how many differences to give; all are counted
   */
  public Comparison(Path parent, int differencesMax) {
    this.parent = parent;
    this.differencesMax = differencesMax;
  }

  /** Compares one output. */
  public OutputComparison compare(RecordSource before, RecordSource after) {
    Map<Integer, Digests> digests = new TreeMap<>();
    before.read(all -> true, read -> of(digests, read).before.add(read));
    after.read(all -> true, read -> of(digests, read).after.add(read));
    Map<Integer, PartitionComparison> partitions = new TreeMap<>();
    Set<Integer> different = new TreeSet<>();
    digests.forEach(
        (partition, both) -> {
          PartitionComparison equal = both.asEqual(partition);
          partitions.put(partition, equal);
          if (!equal.isEqual()) {
            different.add(partition);
          }
        });
    List<Difference> differences = new ArrayList<>();
    if (!different.isEmpty()) {
      Groups groups = sorted(before, after, different);
      different.forEach(
          partition ->
              partitions.computeIfPresent(partition, (number, known) -> groups.counted(known)));
      differences.addAll(groups.shown);
    }
    return new OutputComparison(List.copyOf(partitions.values()), differences);
  }

  private Groups sorted(RecordSource before, RecordSource after, Set<Integer> partitions) {
    Groups groups = new Groups();
    try (SortedRecords records = new SortedRecords(parent)) {
      before.read(partitions::contains, read -> records.add(Side.OLD, read));
      after.read(partitions::contains, read -> records.add(Side.NEW, read));
      records.read(groups);
    }
    groups.finish();
    return groups;
  }

  private static Digests of(Map<Integer, Digests> digests, OutputRecord read) {
    return digests.computeIfAbsent(read.partition(), partition -> new Digests());
  }

  /** The digests of one partition on both sides. */
  private static final class Digests {
    private final ContentDigest before = new ContentDigest();
    private final ContentDigest after = new ContentDigest();

    PartitionComparison asEqual(int partition) {
      return new PartitionComparison(
          partition,
          before.hex(),
          after.hex(),
          before.records(),
          after.records(),
          before.records(),
          0,
          0,
          0);
    }
  }

  /** Counts the groups as they come by. */
  private final class Groups implements SortedRecords.Reader {
    private final Map<Integer, long[]> counts = new TreeMap<>();
    private final List<Difference> shown = new ArrayList<>();
    private final Left before = new Left();
    private final Left after = new Left();
    private byte[] group = {};
    private byte[] hash = {};
    private OutputRecord sample = new OutputRecord(0, null, 0, null);
    private long sameBefore;
    private long sameAfter;
    private long shownBytes;

    @Override
    public void take(byte[] ofGroup, byte[] ofHash, Side side, OutputRecord read) {
      boolean sameGroup = Arrays.equals(group, ofGroup);
      if (!sameGroup || !Arrays.equals(hash, ofHash)) {
        settleValue();
        if (!sameGroup) {
          settleGroup();
        }
        group = ofGroup;
        hash = ofHash;
        sample = read;
      }
      if (side == Side.OLD) {
        sameBefore++;
      } else {
        sameAfter++;
      }
    }

    void finish() {
      settleValue();
      settleGroup();
    }

    PartitionComparison counted(PartitionComparison known) {
      long[] count = counts.getOrDefault(known.partition(), new long[4]);
      return new PartitionComparison(
          known.partition(),
          known.oldDigest(),
          known.newDigest(),
          known.oldRecords(),
          known.newRecords(),
          count[0],
          count[1],
          count[2],
          count[3]);
    }

    private long[] count() {
      return counts.computeIfAbsent(sample.partition(), partition -> new long[4]);
    }

    /** Counts the records of one value that both sides have as equal. */
    private void settleValue() {
      long both = Math.min(sameBefore, sameAfter);
      if (both > 0) {
        count()[0] += both;
      }
      before.add(sameBefore - both, sample);
      after.add(sameAfter - both, sample);
      sameBefore = 0;
      sameAfter = 0;
    }

    private void settleGroup() {
      long changed = Math.min(before.records, after.records);
      if (before.records + after.records > 0) {
        long[] count = count();
        count[1] += changed;
        count[2] += before.records - changed;
        count[3] += after.records - changed;
        show();
      }
      before.clear();
      after.clear();
    }

    private void show() {
      int most = Math.max(before.values.size(), after.values.size());
      for (int i = 0; i < most && hasRoom(); i++) {
        byte[] was = i < before.values.size() ? before.values.get(i) : null;
        byte[] is = i < after.values.size() ? after.values.get(i) : null;
        Difference.Kind kind =
            i >= before.values.size()
                ? Difference.Kind.ONLY_NEW
                : i >= after.values.size() ? Difference.Kind.ONLY_OLD : Difference.Kind.CHANGED;
        shown.add(
            new Difference(kind, sample.partition(), sample.key(), sample.timestamp(), was, is));
        shownBytes += (was == null ? 0 : was.length) + (is == null ? 0 : is.length);
      }
    }

    private boolean hasRoom() {
      return shown.size() < differencesMax && shownBytes < SHOWN_BYTES_MAX;
    }

    /** Values of one group that the other side has not. */
    private final class Left {
      private final List<byte @Nullable []> values = new ArrayList<>();
      private long records;

      void add(long more, OutputRecord each) {
        records += more;
        for (long i = 0; i < more && values.size() < differencesMax && hasRoom(); i++) {
          values.add(each.value());
        }
      }

      void clear() {
        records = 0;
        values.clear();
      }
    }
  }
}
