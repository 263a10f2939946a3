package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.progress.LagView;
import dev.tidemark.client.api.progress.LagView.PartitionLag;
import dev.tidemark.node.service.OffsetsReader.Stand;
import dev.tidemark.topology.progress.JobProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the lag of jobs from committed offsets. Thread-safe. */
final class LagReader {

  private static final int JOBS_MAX = 1_000;

  private final JobViews views;
  private final OffsetsReader offsets;
  private final ProgressReaders progress;
  private final FirstUnread firstUnread;
  private final Map<String, LagRate> rates = new Recent<>();
  private final Map<String, MinuteRate> alerts = new Recent<>();

  LagReader(
      JobViews views, OffsetsReader offsets, ProgressReaders progress, FirstUnread firstUnread) {
    this.views = views;
    this.offsets = offsets;
    this.progress = progress;
    this.firstUnread = firstUnread;
  }

  /** A bounded map by application id; the oldest entries are dropped. */
  private static final class Recent<T> extends LinkedHashMap<String, T> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
      return size() > JOBS_MAX;
    }
  }

  /**
   * The ledger of one source partition, over all outputs.
   *
   * @param watermark null before the first event, and for tables
   */
  private record Clock(@Nullable Instant watermark, boolean idle, long late) {
    static final Clock NONE = new Clock(null, false, 0);

    Clock and(Clock other) {
      boolean earlier =
          other.watermark != null && (watermark == null || other.watermark.isBefore(watermark));
      return new Clock(
          earlier ? other.watermark : watermark, idle && other.idle, late + other.late);
    }
  }

  /**
   * The ledger of a job, as far as the lag needs it.
   *
   * @param deadLetters by topic or window, and partition
   */
  private record Accounts(
      Map<TopicPartition, Clock> clocks, Map<String, Map<Integer, Long>> deadLetters) {
    long allDeadLetters() {
      return deadLetters.values().stream()
          .flatMap(partitions -> partitions.values().stream())
          .mapToLong(Long::longValue)
          .sum();
    }

    long deadLetters(TopicPartition partition) {
      return deadLetters
          .getOrDefault(partition.topic(), Map.of())
          .getOrDefault(partition.partition(), 0L);
    }
  }

  LagView lag(String name) {
    JobSpec spec = views.spec(name);
    List<Stand> positions = offsets.stands(spec);
    Accounts accounts = accounts(spec);
    List<Stand> behind = positions.stream().filter(stand -> stand.lag() > 0).toList();
    Map<TopicPartition, Long> stamps = firstUnread.stamps(behind);
    Instant now = Instant.now();
    List<PartitionLag> partitions = partitions(positions, accounts, stamps, now);
    long lag = positions.stream().mapToLong(Stand::lag).sum();
    LagRate.Pace pace = pace(spec, positions, lag);
    return new LagView(
        name,
        views.of(spec).state(),
        now,
        lag,
        behindMs(partitions),
        pace.recordsPerSecond(),
        pace.lagPerSecond(),
        pace.caughtUpInMs(),
        alert(spec, accounts),
        partitions);
  }

  /** Returns the rate of new dead letters of a job; null while it can't be determined. */
  @Nullable AlertView alert(String name) {
    JobSpec spec = views.spec(name);
    try {
      return alert(spec, accounts(spec));
    } catch (ApiException e) {
      return null;
    }
  }

  /** Returns the committed watermarks of the source partitions, in epoch milliseconds. */
  Map<TopicPartition, Long> watermarks(JobSpec spec) {
    Map<TopicPartition, Long> watermarks = new HashMap<>();
    progress
        .read(spec)
        .sources()
        .forEach(
            source ->
                source
                    .watermark()
                    .ifPresent(
                        watermark ->
                            watermarks.put(
                                new TopicPartition(source.topic(), source.partition()),
                                watermark.toEpochMilli())));
    return watermarks;
  }

  private AlertView alert(JobSpec spec, Accounts accounts) {
    long total = accounts.allDeadLetters();
    synchronized (alerts) {
      return AlertView.of(
          total,
          alerts
              .computeIfAbsent(spec.applicationId(), id -> new MinuteRate())
              .look(System.nanoTime(), total));
    }
  }

  private LagRate.Pace pace(JobSpec spec, List<Stand> positions, long lag) {
    long processed = positions.stream().mapToLong(Stand::current).sum();
    return pace(spec.applicationId(), processed, lag);
  }

  /**
   * Returns the speed from the samples remembered under a name.
   *
   * @param processed the sum of the offsets reached
   * @param left remaining records
   */
  LagRate.Pace pace(String name, long processed, long left) {
    synchronized (rates) {
      return rates
          .computeIfAbsent(name, id -> new LagRate())
          .look(System.nanoTime(), processed, left);
    }
  }

  /**
   * Returns the ledger of a job; empty if its progress can't be read, since its offsets can still
   * be reported.
   */
  private Accounts accounts(JobSpec spec) {
    Map<TopicPartition, Clock> clocks = new HashMap<>();
    Map<String, Map<Integer, Long>> deadLetters = Map.of();
    try {
      JobProgress read = progress.read(spec);
      deadLetters = read.deadLetters();
      for (JobProgress.SourcePartition source : read.sources()) {
        clocks.merge(
            new TopicPartition(source.topic(), source.partition()),
            new Clock(source.watermark().orElse(null), source.idle(), source.late()),
            Clock::and);
      }
    } catch (ApiException e) {
      if (e.status() != 429) {
        throw e;
      }
    }
    return new Accounts(clocks, deadLetters);
  }

  private static List<PartitionLag> partitions(
      List<Stand> positions, Accounts accounts, Map<TopicPartition, Long> stamps, Instant now) {
    Map<TopicPartition, Clock> clocks = accounts.clocks();
    Optional<Instant> lowest =
        clocks.values().stream()
            .filter(clock -> !clock.idle())
            .map(Clock::watermark)
            .filter(Objects::nonNull)
            .min(Instant::compareTo);
    List<PartitionLag> partitions = new ArrayList<>();
    for (Stand stand : positions) {
      Clock clock = clocks.getOrDefault(stand.partition(), Clock.NONE);
      partitions.add(
          new PartitionLag(
              stand.partition().topic(),
              stand.partition().partition(),
              stand.current(),
              stand.end(),
              stand.lag(),
              age(stand, stamps.get(stand.partition()), now),
              clock.watermark(),
              skew(clock, lowest),
              clock.idle(),
              clock.late(),
              accounts.deadLetters(stand.partition())));
    }
    return partitions;
  }

  private static @Nullable Long age(Stand stand, @Nullable Long stamp, Instant now) {
    if (stand.lag() == 0) {
      return 0L;
    }
    return stamp == null ? null : (Long) Math.max(0, now.toEpochMilli() - stamp);
  }

  private static @Nullable Long skew(Clock clock, Optional<Instant> lowest) {
    Instant watermark = clock.watermark();
    if (watermark == null || lowest.isEmpty()) {
      return null;
    }
    return Math.max(0, watermark.toEpochMilli() - lowest.get().toEpochMilli());
  }

  private static @Nullable Long behindMs(List<PartitionLag> partitions) {
    long most = 0;
    for (PartitionLag partition : partitions) {
      Long behind = partition.behindMs();
      if (behind == null) {
        return null;
      }
      most = Math.max(most, behind);
    }
    return most;
  }
}
