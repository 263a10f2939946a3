package dev.tidemark.node.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.node.cluster.KafkaClients;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.replay.Comparison;
import dev.tidemark.node.replay.Difference;
import dev.tidemark.node.replay.OutputComparison;
import dev.tidemark.node.replay.PartitionComparison;
import dev.tidemark.node.replay.ReplayChanges;
import dev.tidemark.node.replay.TopicRecords;
import dev.tidemark.node.replay.TopicRecords.Range;
import dev.tidemark.node.service.OutputRanges.Reached;
import dev.tidemark.records.RecordDecoder;
import dev.tidemark.topology.plan.document.PlanDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One comparison of the outputs of a replay with those of its job, output by output. */
final class DiffRun implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(DiffRun.class);

  private final String id;
  private final JobSpec job;
  private final JobSpec replay;
  private final int limit;
  private final Sources sources;
  private final Instant at = Instant.now();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong total = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile List<DiffView.Output> outputs = List.of();
  private volatile @Nullable ErrorView error;
  private volatile boolean cancelled;
  private volatile long askedNanos = System.nanoTime();

  /** The sources of records and progress. */
  record Sources(
      NodeConfig config,
      KafkaClients clients,
      OffsetsReader offsets,
      ProgressReaders progress,
      Runs runs) {}

  DiffRun(String id, JobSpec job, JobSpec replay, int limit, Sources sources) {
    this.id = id;
    this.job = job;
    this.replay = replay;
    this.limit = limit;
    this.sources = sources;
  }

  String id() {
    return id;
  }

  boolean isOf(String name, int run) {
    return job.name().equals(name) && replay.run() == run;
  }

  long askedNanos() {
    return askedNanos;
  }

  boolean isDone() {
    return done.getCount() == 0;
  }

  void cancel() {
    cancelled = true;
  }

  /** Returns the current state, after the comparison has ended or the time is over. */
  DiffView await(long millis) {
    askedNanos = System.nanoTime();
    boolean ended = false;
    try {
      ended = done.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<DiffView.Output> compared = outputs;
    return new DiffView(
        job.name(),
        replay.run(),
        id,
        at,
        ended,
        error,
        read.get(),
        Math.max(read.get(), total.get()),
        sum(compared, DiffView.Partition::equal),
        sum(compared, DiffView.Partition::changed),
        sum(compared, DiffView.Partition::onlyOld),
        sum(compared, DiffView.Partition::onlyNew),
        ended ? compared : List.of());
  }

  @Override
  public void run() {
    try {
      compare();
    } catch (ApiException e) {
      failed(e.error().errorCode(), e.error().message(), e.error().hint());
    } catch (RuntimeException e) {
      LOG.warn("job={} run={} the comparison failed", job.name(), replay.run(), e);
      failed("comparison_failed", "the comparison failed: " + e.getMessage(), "try again");
    } finally {
      done.countDown();
    }
  }

  private void failed(String code, String message, String hint) {
    error = new ErrorView(code, message, hint, Instant.now());
  }

  private void compare() {
    // first the positions of both, then the records that they have written up to there
    Reached shadow = reached(replay);
    Reached live = reached(job);
    List<OutputToCompare> all = new ArrayList<>();
    for (String topic : Plans.outputs(replay.plan())) {
      String other = topic + ReplayChanges.replayOf(replay).suffix();
      Range range =
          new Range(OutputRanges.after(topic, replay), OutputRanges.through(topic, live, shadow));
      all.add(
          new OutputToCompare(topic, other, range, records(topic, range), records(other, range)));
    }
    total.set(all.stream().mapToLong(each -> each.before.size() + each.after.size()).sum());
    Comparison comparison =
        new Comparison(sources.config().dataDir().resolve("tmp").resolve("comparisons"), limit);
    List<DiffView.Output> compared = new ArrayList<>();
    try (RecordDecoder decoder =
        RecordDecoder.open(sources.runs().config(replay.applicationId()))) {
      for (OutputToCompare each : all) {
        compared.add(
            each.view(comparison.compare(each.before, each.after), decoder, replay.plan()));
      }
    }
    outputs = List.copyOf(compared);
  }

  private Reached reached(JobSpec spec) {
    return new Reached(
        spec.plan(), sources.progress().position(spec), sources.progress().read(spec));
  }

  private TopicRecords records(String topic, Range range) {
    List<TopicPartition> partitions = sources.offsets().partitions(List.of(topic));
    Map<TopicPartition, Long> from = sources.offsets().offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> to = sources.offsets().offsets(partitions, OffsetSpec.latest());
    Map<Integer, long[]> spans = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      long begin = from.getOrDefault(partition, 0L);
      spans.put(partition.partition(), new long[] {begin, to.getOrDefault(partition, begin)});
    }
    return new TopicRecords(
        () -> sources.clients().consumer("comparison", true),
        topic,
        spans,
        range,
        read,
        () -> cancelled);
  }

  private static long sum(List<DiffView.Output> outputs, ToLongFunction<DiffView.Partition> count) {
    return outputs.stream().flatMap(output -> output.partitions().stream()).mapToLong(count).sum();
  }

  /** One output of both runs. */
  private record OutputToCompare(
      String topic, String shadow, Range range, TopicRecords before, TopicRecords after) {

    DiffView.Output view(OutputComparison compared, RecordDecoder decoder, JsonNode plan) {
      String keyType = type(plan, "key");
      String valueType = type(plan, "value");
      return new DiffView.Output(
          topic,
          shadow,
          instant(range.after()),
          instant(range.through()),
          compared.partitions().stream().map(OutputToCompare::view).toList(),
          compared.differences().stream()
              .map(each -> view(each, keyType, valueType, decoder))
              .toList());
    }

    private static DiffView.Partition view(PartitionComparison each) {
      return new DiffView.Partition(
          each.partition(),
          each.oldDigest(),
          each.newDigest(),
          each.oldRecords(),
          each.newRecords(),
          each.equal(),
          each.changed(),
          each.onlyOld(),
          each.onlyNew());
    }

    private static DiffView.Difference view(
        Difference each, String keyType, String valueType, RecordDecoder decoder) {
      return new DiffView.Difference(
          each.kind().name(),
          each.partition(),
          decoder.decode(keyType, each.key()),
          Instant.ofEpochMilli(each.timestamp()),
          decoder.decode(valueType, each.oldValue()),
          decoder.decode(valueType, each.newValue()));
    }

    private String type(JsonNode plan, String side) {
      return PlanDocument.of(plan).topicType(topic, side).orElse("");
    }

    private static @Nullable Instant instant(OptionalLong millis) {
      return millis.isEmpty() || millis.getAsLong() == Long.MIN_VALUE
          ? null
          : Instant.ofEpochMilli(millis.getAsLong());
    }
  }
}
