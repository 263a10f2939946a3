package dev.tidemark.topology.stage.base;

import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.plan.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stage's share of the ledger: the number of elements of each source partition by outcome and
 * node. Kept in the progress store, so it commits with what it counts. Not thread-safe.
 */
public final class Counters {

  private static final Outcome[] FATES = Outcome.values();

  private final OrderedStore store;
  private final List<String> nodes;
  private final List<Set<Outcome>> columns;
  private final Map<String, Map<Integer, long[]>> cells = new HashMap<>();
  private final Map<String, Long> stored = new HashMap<>();
  private @Nullable String recentTopic;
  private int recentPartition;
  private long[] recent = new long[0];

  /** Counters at the given nodes; restores what is in the store. */
  public Counters(OrderedStore store, List<Node> nodes) {
    this.store = store;
    this.nodes = nodes.stream().map(Node::id).toList();
    this.columns = nodes.stream().map(LedgerColumns::of).toList();
  }

  /** Restores what an earlier owner committed. */
  public void restore() {
    store.range(
        ProgressKeys.bytes(ProgressKeys.COUNT),
        null,
        (key, value) -> {
          String text = ProgressKeys.text(key);
          if (text.startsWith(ProgressKeys.COUNT)) {
            restore(ProgressKeys.Count.parse(text), ProgressEntry.number(value));
          }
        });
  }

  private void restore(ProgressKeys.Count key, long value) {
    int node = nodes.indexOf(key.node());
    if (node >= 0) {
      cell(key.topic(), key.partition())[node * FATES.length + key.fate().ordinal()] = value;
    }
    stored.put(key.text(), value);
  }

  /** Returns the index of a node in the cells. */
  public int slot(String node) {
    return nodes.indexOf(node) * FATES.length;
  }

  /** Counts some elements of a source partition. */
  public void add(String topic, int partition, int slot, Outcome fate, long count) {
    cell(topic, partition)[slot + fate.ordinal()] += count;
  }

  /** Writes what has changed. */
  public void flush() {
    cells.forEach(
        (topic, partitions) ->
            partitions.forEach((partition, cell) -> flush(topic, partition, cell)));
  }

  private void flush(String topic, int partition, long[] cell) {
    for (int i = 0; i < cell.length; i++) {
      if (cell[i] == 0) {
        continue;
      }
      String node = nodes.get(i / FATES.length);
      Outcome fate = FATES[i % FATES.length];
      if (!columns.get(i / FATES.length).contains(fate)) {
        throw new IllegalStateException("node " + node + " has no ledger column " + fate);
      }
      String key = new ProgressKeys.Count(topic, partition, node, fate).text();
      Long before = stored.put(key, cell[i]);
      if (before == null || before != cell[i]) {
        store.put(ProgressKeys.bytes(key), ProgressEntry.bytes(cell[i]));
      }
    }
  }

  @SuppressWarnings(
      "ReferenceEquality") // the topic of a partition's records is mostly the very same object
  private long[] cell(String topic, int partition) {
    if (partition == recentPartition && (topic == recentTopic || topic.equals(recentTopic))) {
      return recent;
    }
    recent =
        cells
            .computeIfAbsent(topic, t -> new HashMap<>())
            .computeIfAbsent(partition, p -> new long[nodes.size() * FATES.length]);
    recentTopic = topic;
    recentPartition = partition;
    return recent;
  }
}
