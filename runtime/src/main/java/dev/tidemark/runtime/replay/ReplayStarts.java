package dev.tidemark.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.query.ProgressReader;
import dev.tidemark.runtime.run.RunStart;
import dev.tidemark.topology.progress.ProgressLayout;
import dev.tidemark.topology.progress.ReplayScope;
import dev.tidemark.topology.progress.RunPosition;
import dev.tidemark.topology.progress.StartPoint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a replay begins and ends, and its warnings. Asks the brokers and reads the
 * committed progress of the run before; changes nothing. Knows the job by its plan as JSON alone.
 *
 * <p>A partition begins where its clock is known: at the last clock mark of the run before that is
 * not behind the point asked for, or else at the beginning of its log.
 */
public final class ReplayStarts {

  /** More of them are not repeated: they would not fit into the order that a worker gets. */
  static final int IDLE_DECISIONS_MAX = 10_000;

  private final ReplayTopics topics;
  private final ReplayLog log;
  private final RunPosition before;
  private final Map<TopicPartition, Long> current;
  private final ReplayRequest request;
  private final InstantSource clock;
  private final ReplayWarnings warnings = new ReplayWarnings();
  private final List<ReplayPlan.Partition> partitions = new ArrayList<>();
  private final Map<String, Map<Integer, StartPoint>> starts = new TreeMap<>();
  private final Map<String, Map<Integer, Long>> until = new TreeMap<>();

  private ReplayStarts(
      ReplayTopics topics,
      ReplayLog log,
      RunPosition before,
      Map<TopicPartition, Long> current,
      ReplayRequest request,
      InstantSource clock) {
    this.topics = topics;
    this.log = log;
    this.before = before;
    this.current = current;
    this.request = request;
    this.clock = clock;
  }

  /**
   * Plans a replay.
   *
   * @param run the run before: of its config the application id, the brokers and the Kafka
   *     properties count
   * @param planBefore its plan, as {@code Explanation.json} prints it
   * @param plan of the job that is to be replayed, which may have changed since
   * @param clock what time it is
   * @throws JobException {@code CONFIGURATION} if the request does not fit the job, {@code
   *     TOPIC_MISSING} if a topic does not exist, {@code STATE_MISMATCH} if a topic that it would
   *     write to beside the job's holds records of another replay
   */
  public static ReplayPlan plan(
      RunConfig run,
      JsonNode planBefore,
      JsonNode plan,
      ReplayRequest request,
      InstantSource clock) {
    ReplayTopics topics = ReplayTopics.of(plan);
    topics.check(request);
    RunPosition position;
    try (ProgressReader reader = ProgressReader.open(ProgressLayout.ofPlanJson(planBefore), run)) {
      position = reader.position();
    }
    try (Brokers brokers = Brokers.connect(run)) {
      ReplayLog log = new ReplayLog(brokers);
      if (!request.suffix().isEmpty()) {
        topics.outputs(request.suffix()).values().forEach(log::requireEmpty);
      }
      return new ReplayStarts(
              topics,
              log,
              position,
              new RunStart(brokers, run.applicationId()).committed(),
              request,
              clock)
          .plan();
    }
  }

  private ReplayPlan plan() {
    topics.streams().forEach(this::stream);
    topics.tables().forEach(this::table);
    if (topics.hasWindows()) {
      warnings.ofWindows(partitions, topics.withEventTime());
    }
    if (request.suffix().isEmpty()) {
      warnings.resultsAgain(topics.outputs(request.suffix()).keySet());
    }
    return new ReplayPlan(
        new ReplayScope(starts, until, request.suffix(), null, idleDecisions()),
        partitions,
        topics.stores(),
        topics.exchanges(),
        topics.outputs(request.suffix()),
        warnings.all());
  }

  private void stream(String topic) {
    ReplayLog.Ends ends = log.ends(topic);
    topics.checkPartitions(request, topic, ends.partitions());
    Map<Integer, ReplayLog.Found> timed = timed(topic, ends);
    Map<Integer, Long> limits = limits(topic, ends);
    if (log.isCompacted(topic)) {
      warnings.compacted(topic, false);
    }
    for (int p = 0; p < ends.partitions(); p++) {
      long asked = asked(topic, p, ends, timed);
      StartPoint start = start(topic, p, asked, ends.earliest(p));
      long to = limits.getOrDefault(p, ends.latest(p));
      starts.computeIfAbsent(topic, none -> new TreeMap<>()).put(p, start);
      if (limits.containsKey(p)) {
        until.computeIfAbsent(topic, none -> new TreeMap<>()).put(p, Math.max(to, start.offset()));
      }
      partitions.add(
          new ReplayPlan.Partition(
              topic,
              p,
              false,
              current.get(new TopicPartition(topic, p)),
              asked,
              start.offset(),
              to,
              start.highestEventTimeMs()));
    }
  }

  private void table(String topic) {
    ReplayLog.Ends ends = log.ends(topic);
    if (log.isCompacted(topic)) {
      warnings.compacted(topic, true);
    }
    for (int p = 0; p < ends.partitions(); p++) {
      @Nullable Long at = current.get(new TopicPartition(topic, p));
      long from = ends.earliest(p);
      partitions.add(
          new ReplayPlan.Partition(topic, p, true, at, from, from, ends.latest(p), null));
    }
  }

  /** Returns the offset where the replay was asked to begin, within the log. */
  private long asked(
      String topic, int p, ReplayLog.Ends ends, Map<Integer, ReplayLog.Found> timed) {
    @Nullable Long stands = current.get(new TopicPartition(topic, p));
    long earliest = ends.earliest(p);
    if (stands != null && stands < earliest) {
      warnings.committedExpired(topic, p, stands, earliest);
    }
    ReplayPoint from = request.from();
    if (!request.selects(topic, p)) {
      return within(stands == null ? earliest : stands, ends, p);
    }
    if (from instanceof ReplayPoint.Earliest) {
      return earliest;
    }
    if (from instanceof ReplayPoint.Latest) {
      return ends.latest(p);
    }
    if (from instanceof ReplayPoint.Offset offset) {
      return clipped(topic, p, offset.offset(), ends);
    }
    if (from instanceof ReplayPoint.Shift shift) {
      return clipped(topic, p, (stands == null ? earliest : stands) + shift.by(), ends);
    }
    if (from instanceof ReplayPoint.Offsets offsets) {
      @Nullable Long named = offsets.offsets().getOrDefault(topic, Map.of()).get(p);
      return named == null
          ? within(stands == null ? earliest : stands, ends, p)
          : clipped(topic, p, named, ends);
    }
    ReplayLog.Found found = timed.get(p);
    if (found == null) {
      return ends.latest(p);
    }
    if (earliest > 0 && found.offset() <= earliest && found.timestamp() > instant(from)) {
      warnings.inputExpired(topic, p, Instant.ofEpochMilli(instant(from)), found);
    }
    return found.offset();
  }

  private long clipped(String topic, int p, long wanted, ReplayLog.Ends ends) {
    long offset = within(wanted, ends, p);
    if (offset != wanted) {
      warnings.outside(topic, p, wanted, ends.earliest(p), ends.latest(p));
    }
    return offset;
  }

  private static long within(long offset, ReplayLog.Ends ends, int p) {
    return Math.max(ends.earliest(p), Math.min(offset, ends.latest(p)));
  }

  private Map<Integer, ReplayLog.Found> timed(String topic, ReplayLog.Ends ends) {
    boolean byTime =
        request.from() instanceof ReplayPoint.At || request.from() instanceof ReplayPoint.Back;
    return byTime ? log.at(topic, ends, instant(request.from())) : Map.of();
  }

  private long instant(ReplayPoint from) {
    Instant at =
        from instanceof ReplayPoint.Back back
            ? clock.instant().minus(back.duration())
            : ((ReplayPoint.At) from).instant();
    return Math.max(0, at.toEpochMilli());
  }

  private Map<Integer, Long> limits(String topic, ReplayLog.Ends ends) {
    @Nullable Instant end = request.until();
    if (end == null) {
      return Map.of();
    }
    Map<Integer, Long> limits = new HashMap<>();
    Map<Integer, ReplayLog.Found> found = log.at(topic, ends, Math.max(0, end.toEpochMilli()));
    for (int p = 0; p < ends.partitions(); p++) {
      ReplayLog.Found first = found.get(p);
      limits.put(p, first == null ? ends.latest(p) : first.offset());
    }
    return limits;
  }

  /** Returns the last place, not behind the one asked for, where the clock is known. */
  private StartPoint start(String topic, int p, long asked, long earliest) {
    if (!topics.withEventTime().contains(topic)) {
      return new StartPoint(asked, null);
    }
    RunPosition.Source known = before.sources().getOrDefault(topic, Map.of()).get(p);
    Map.@Nullable Entry<Long, Long> clockMark = known == null ? null : known.clockAt(asked);
    if (asked > earliest && clockMark != null && clockMark.getKey() >= earliest) {
      return new StartPoint(clockMark.getKey(), clockMark.getValue());
    }
    if (asked > earliest) {
      warnings.noClockMark(topic, p, asked, earliest);
    } else if (earliest > 0) {
      warnings.beginningGone(topic, p, earliest);
    }
    return new StartPoint(earliest, null);
  }

  private Map<String, Map<Integer, Map<String, Long>>> idleDecisions() {
    long count =
        before.idleDecisions().values().stream()
            .flatMap(stage -> stage.values().stream())
            .mapToLong(Map::size)
            .sum();
    if (count > IDLE_DECISIONS_MAX) {
      warnings.tooManyDecisions(count);
      return Map.of();
    }
    return before.idleDecisions();
  }
}
