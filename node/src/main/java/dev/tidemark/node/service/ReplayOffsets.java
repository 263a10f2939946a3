package dev.tidemark.node.service;

import dev.tidemark.node.api.ApiException;
import dev.tidemark.node.api.ReplayFrom;
import dev.tidemark.node.api.ReplayRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a replay is asked to begin and to end, as offsets: the words of Kafka's own tools, with
 * their meaning. What lies outside of the log is moved to its nearest end, as they do, and told.
 */
final class ReplayOffsets {

  private final OffsetsReader offsets;

  ReplayOffsets(OffsetsReader offsets) {
    this.offsets = offsets;
  }

  /**
   * One partition.
   *
   * @param current where the live run stands; null if it has not begun
   * @param earliest the oldest record that is still there
   * @param latest behind the newest
   * @param asked where it should begin, before it was moved into the log
   * @param from where it begins
   * @param until the first offset that is not read; null: no end
   * @param isChosen whether it is one of those that the request is about
   */
  record Place(
      @Nullable Long current,
      long earliest,
      long latest,
      long asked,
      long from,
      @Nullable Long until,
      boolean isChosen) {

    /** One past the last offset that counts as history. */
    long to() {
      return until == null ? latest : until;
    }

    /** Whether records that were asked for are not there any more. */
    boolean hasExpired() {
      return isChosen && asked < earliest;
    }
  }

  /** The places in all partitions of the streams that are read. */
  Map<TopicPartition, Place> places(List<String> streams, String liveGroup, ReplayRequest request) {
    List<TopicPartition> partitions = offsets.partitions(streams);
    check(request, streams, partitions);
    Map<TopicPartition, Long> current = offsets.committed(liveGroup);
    Map<TopicPartition, Long> earliest = offsets.offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> latest = offsets.offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> since = at(partitions, request.from().at());
    Map<TopicPartition, Long> until = at(partitions, request.until());
    Map<TopicPartition, Place> places = new TreeMap<>(OffsetsReader.ORDER);
    for (TopicPartition partition : partitions) {
      long first = earliest.getOrDefault(partition, 0L);
      long last = latest.getOrDefault(partition, first);
      @Nullable Long standing = current.get(partition);
      boolean chosen = isChosen(request, partition);
      long asked =
          chosen
              ? asked(request.from(), partition, first, last, standing, since)
              : Objects.requireNonNullElse(standing, first);
      long from = Math.max(first, Math.min(last, asked));
      @Nullable Long end =
          request.until() == null ? null : (Long) Math.max(from, orEnd(until, partition, last));
      places.put(partition, new Place(standing, first, last, asked, from, end, chosen));
    }
    return places;
  }

  private static long asked(
      ReplayFrom from,
      TopicPartition partition,
      long earliest,
      long latest,
      @Nullable Long current,
      Map<TopicPartition, Long> since) {
    long standing = Objects.requireNonNullElse(current, earliest);
    return switch (from.kind()) {
      case EARLIEST -> earliest;
      case LATEST -> latest;
      case DATETIME -> orEnd(since, partition, latest);
      case OFFSET -> Objects.requireNonNull(from.offset());
      case SHIFT -> standing + Objects.requireNonNull(from.offset());
      case OFFSETS ->
          Objects.requireNonNull(from.offsets())
              .getOrDefault(partition.topic(), Map.of())
              .getOrDefault(partition.partition(), standing);
    };
  }

  private static long orEnd(Map<TopicPartition, Long> found, TopicPartition at, long end) {
    long offset = found.getOrDefault(at, -1L);
    return offset < 0 ? end : offset;
  }

  private Map<TopicPartition, Long> at(List<TopicPartition> partitions, @Nullable Instant at) {
    return at == null
        ? Map.of()
        : offsets.offsets(partitions, OffsetSpec.forTimestamp(Math.max(0, at.toEpochMilli())));
  }

  private static boolean isChosen(ReplayRequest request, TopicPartition partition) {
    if (request.from().kind() == ReplayFrom.Kind.OFFSETS) {
      return Objects.requireNonNull(request.from().offsets())
          .getOrDefault(partition.topic(), Map.of())
          .containsKey(partition.partition());
    }
    @Nullable Map<String, List<Integer>> topics = request.topics();
    if (topics == null || topics.isEmpty()) {
      return true;
    }
    @Nullable List<Integer> chosen = topics.get(partition.topic());
    return chosen != null && (chosen.isEmpty() || chosen.contains(partition.partition()));
  }

  private static void check(
      ReplayRequest request, List<String> streams, List<TopicPartition> partitions) {
    Map<String, Integer> counts = new HashMap<>();
    partitions.forEach(each -> counts.merge(each.topic(), 1, Integer::sum));
    if (request.topics() != null) {
      request
          .topics()
          .forEach(
              (topic, chosen) -> {
                checkTopic(topic, streams);
                chosen.forEach(number -> checkPartition(topic, number, counts));
              });
    }
    if (request.from().offsets() != null) {
      request
          .from()
          .offsets()
          .forEach(
              (topic, chosen) -> {
                checkTopic(topic, streams);
                chosen.keySet().forEach(number -> checkPartition(topic, number, counts));
              });
    }
  }

  private static void checkTopic(String topic, List<String> streams) {
    if (!streams.contains(topic)) {
      throw ApiException.of(
          400,
          "not_a_stream",
          "the job reads no stream from topic '%s'".formatted(topic),
          "name one of: " + String.join(", ", streams));
    }
  }

  private static void checkPartition(String topic, int number, Map<String, Integer> counts) {
    int count = counts.getOrDefault(topic, 0);
    if (number < 0 || number >= count) {
      throw ApiException.of(
          400,
          "no_such_partition",
          "topic '%s' has no partition %d".formatted(topic, number),
          "it has %d, from 0 on".formatted(count));
    }
  }
}
