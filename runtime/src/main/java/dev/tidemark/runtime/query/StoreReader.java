package dev.tidemark.runtime.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runtime.base.Deployment;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.json.JsonKeys;
import dev.tidemark.runtime.json.JsonValues;
import dev.tidemark.runtime.streams.RunServices;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.window.PaneBounds;
import dev.tidemark.topology.eventtime.window.StoredPanes;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.Codecs;
import dev.tidemark.topology.stage.window.PaneResults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Looks keys up in the stores of the tasks that run here. A store of Kafka Streams may be read by
 * any thread; codecs may not be shared, so each question makes its own.
 */
public final class StoreReader {

  private final String applicationId;
  private final Deployment deployment;
  private final Codecs codecs;
  private final KafkaStreams streams;
  private final RunServices watch;

  public StoreReader(
      String applicationId,
      Deployment deployment,
      Codecs codecs,
      KafkaStreams streams,
      RunServices watch) {
    this.applicationId = applicationId;
    this.deployment = deployment;
    this.codecs = codecs;
    this.streams = streams;
    this.watch = watch;
  }

  /** Returns the answers of the partitions that are here. */
  List<QueryAnswer> read(AskedStores.AskedStore store, JsonNode key, long deadlineNanos) {
    if (store instanceof AskedStores.PanesOf panes) {
      return panes(panes.node(), key, deadlineNanos);
    }
    return table(((AskedStores.TableOf) store).node(), key);
  }

  private List<QueryAnswer> table(Node.Table table, JsonNode json) {
    byte[] key =
        codecs.keys(table.topic(), table.keyType()).encode(JsonKeys.of(table.keyType(), json));
    int partitions = deployment.partitionsOf(table.topic());
    List<QueryAnswer> answers = new ArrayList<>();
    boolean restoring = false;
    for (Map.Entry<Integer, Boolean> here : watch.tasks().partitionsOf(table.id()).entrySet()) {
      if (here.getKey() >= partitions) {
        continue; // a task of a stream that has more partitions than its table
      }
      if (here.getValue()) {
        byte @Nullable [] value = store(table.id(), here.getKey()).get(Bytes.wrap(key));
        TopicPartition input = new TopicPartition(table.topic(), here.getKey());
        answers.add(answer(input, partitions, value == null ? List.of() : entry(table, value)));
      } else {
        restoring = true;
      }
    }
    if (restoring && answers.stream().noneMatch(QueryAnswer::found)) {
      throw beingRestored(table.id());
    }
    return answers;
  }

  private List<QueryAnswer.Entry> entry(Node.Table table, byte[] value) {
    if (codecs.values(table.topic(), table.valueType()).decode(value)
        instanceof Decoded.Ok<Object> ok) {
      return List.of(new QueryAnswer.Entry(null, null, null, new JsonValues().of(ok.value())));
    }
    throw new IllegalStateException(
        "an entry of table " + table.id() + " that was readable when it was stored can't be read");
  }

  private List<QueryAnswer> panes(Node.FinalWindow node, JsonNode json, long deadlineNanos) {
    Node.Window window = node.window();
    KeyBytes key =
        new KeyBytes(Codecs.state(window.keyType()).encode(JsonKeys.of(window.keyType(), json)));
    int partitions = deployment.partitionsOf(node.exchange());
    // as Kafka's producer chooses, which the exchange leaves the choice to
    int partition = Utils.toPositive(Utils.murmur2(key.bytes())) % partitions;
    Boolean running = watch.tasks().partitionsOf(node.panesStore()).get(partition);
    if (running == null) {
      return List.of();
    }
    if (!running) {
      throw beingRestored(node.panesStore());
    }
    Aggregates aggregates = new Aggregates(window.aggregation());
    Lookup lookup = new Lookup(store(node.panesStore(), partition), deadlineNanos);
    List<StoredPanes.Pane> panes =
        new StoredPanes(window.spec(), aggregates).of(key, lookup, QueryAnswer.ENTRIES_MAX + 1);
    PaneResults results = new PaneResults(window, aggregates);
    JsonValues values = new JsonValues();
    List<QueryAnswer.Entry> entries = new ArrayList<>();
    for (StoredPanes.Pane pane : panes) {
      lookup.checkTime();
      entries.add(entry(window.spec(), pane, values.of(results.preview(key, pane))));
    }
    String exchange = applicationId + "-" + node.exchange().name() + "-repartition";
    return List.of(answer(new TopicPartition(exchange, partition), partitions, entries));
  }

  private static QueryAnswer.Entry entry(WindowSpec spec, StoredPanes.Pane pane, JsonNode value) {
    long end = spec.shownEnd(new PaneBounds(pane.first(), pane.last()));
    return new QueryAnswer.Entry(
        Instant.ofEpochMilli(pane.first()), Instant.ofEpochMilli(end), pane.count(), value);
  }

  private QueryAnswer answer(
      TopicPartition input, int partitions, List<QueryAnswer.Entry> entries) {
    boolean truncated = entries.size() > QueryAnswer.ENTRIES_MAX;
    OptionalLong behind = watch.lag().behind(input);
    return new QueryAnswer(
        input.partition(),
        partitions,
        !entries.isEmpty(),
        truncated ? entries.subList(0, QueryAnswer.ENTRIES_MAX) : entries,
        truncated,
        behind.isPresent() ? behind.getAsLong() : null);
  }

  private ReadOnlyKeyValueStore<Bytes, byte[]> store(String name, int partition) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(
                name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
            .withPartition(partition));
  }

  private static JobException beingRestored(String store) {
    return new JobException(
        JobException.Code.NOT_READY,
        "store " + store + " can't answer now: its state is being restored",
        "try again in a moment");
  }

  private record Lookup(ReadOnlyKeyValueStore<Bytes, byte[]> store, long deadlineNanos)
      implements StoredPanes.Lookup {

    @Override
    public byte @Nullable [] get(byte[] key) {
      checkTime();
      return store.get(Bytes.wrap(key));
    }

    @Override
    public byte @Nullable [] firstKeyFrom(byte[] from) {
      checkTime();
      try (KeyValueIterator<Bytes, byte[]> entries =
          store.range(from.length == 0 ? null : Bytes.wrap(from), null)) {
        return entries.hasNext() ? entries.next().key.get() : null;
      }
    }

    void checkTime() {
      if (System.nanoTime() - deadlineNanos > 0 || Thread.currentThread().isInterrupted()) {
        throw new JobException(
            JobException.Code.QUERY_FAILED,
            "the store holds too many windows to answer in time",
            "try again; a window that stays open for long is held open by a partition's watermark");
      }
    }
  }
}
