package dev.tidemark.node.service;

import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.client.api.replay.ReplayView;
import dev.tidemark.node.replay.Promotion;
import dev.tidemark.node.replay.ReplayChanges;
import dev.tidemark.node.service.OffsetsReader.Stand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The progress of replays, from committed offsets. */
final class ReplayViews {

  private final JobViews views;
  private final OffsetsReader offsets;
  private final LagReader lag;
  private final RunPositions positions;

  ReplayViews(JobViews views, OffsetsReader offsets, LagReader lag, RunPositions positions) {
    this.views = views;
    this.offsets = offsets;
    this.lag = lag;
    this.positions = positions;
  }

  /** Returns the view of a spec that is a replay. */
  ReplayView of(JobSpec spec) {
    ReplaySpec replay = ReplayChanges.replayOf(spec);
    JobView job = views.of(spec);
    Map<TopicPartition, Stand> reached = new HashMap<>();
    offsets.stands(spec).forEach(stand -> reached.put(stand.partition(), stand));
    List<ReplayView.Partition> partitions = new ArrayList<>();
    replay
        .ranges()
        .forEach(
            (topic, ranges) ->
                ranges.forEach(
                    (number, range) ->
                        partitions.add(
                            partition(new TopicPartition(topic, number), range, reached))));
    partitions.sort(
        Comparator.comparing(ReplayView.Partition::topic)
            .thenComparingInt(ReplayView.Partition::partition));
    long done = partitions.stream().mapToLong(ReplayView.Partition::done).sum();
    long total = partitions.stream().mapToLong(ReplayView.Partition::total).sum();
    LagRate.Pace pace = lag.pace("replay " + spec.applicationId(), done, total - done);
    return new ReplayView(
        spec.job(),
        spec.run(),
        spec.applicationId(),
        replay.mode(),
        replay.phase(),
        job.state(),
        reason(spec, replay).orElse(job.reason()),
        replay.suffix(),
        replay.from(),
        replay.until(),
        spec.jar(),
        spec.jobClass(),
        replay.startedBy(),
        replay.startedAt(),
        done,
        total,
        pace.recordsPerSecond(),
        pace.caughtUpInMs(),
        reached.values().stream().mapToLong(Stand::lag).sum(),
        partitions);
  }

  private static ReplayView.Partition partition(
      TopicPartition of, ReplaySpec.Range range, Map<TopicPartition, Stand> reached) {
    @Nullable Stand stand = reached.get(of);
    long current = stand == null ? range.from() : Math.max(range.from(), stand.current());
    long done = Math.min(range.records(), current - range.from());
    return new ReplayView.Partition(
        of.topic(), of.partition(), range.from(), current, range.to(), done, range.records());
  }

  /** Returns the reason why a promotion waits. */
  private Optional<String> reason(JobSpec spec, ReplaySpec replay) {
    if (replay.phase() == ReplayPhase.CANCELLING) {
      return Optional.of("its workers end, then what it keeps in Kafka is removed");
    }
    if (!replay.phase().promotes()) {
      return Optional.empty();
    }
    JobSpec job = views.spec(replay.of());
    Promotion.Step step = Promotion.next(job, spec, positions.of(job), positions.of(spec));
    if (step instanceof Promotion.Step.Wait wait) {
      return Optional.of("the promotion waits for " + wait.until());
    }
    return Optional.of("the promotion continues");
  }
}
