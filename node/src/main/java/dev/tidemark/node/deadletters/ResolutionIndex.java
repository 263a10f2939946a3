package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.DeadLetterState;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The outcomes of the dead letters of one topic: a bit for each. Nothing that it knows is ever
 * undone. Thread-safe.
 */
final class ResolutionIndex {

  /** {@code PARTITION/OFFSET}. */
  private static final Pattern NAME = Pattern.compile("(\\d{1,9})/(\\d{1,18})");

  private static final Pattern PLACE = Pattern.compile("(.+)/(\\d{1,9})/(\\d{1,18})");

  private final String topicId;
  private final Map<Integer, EnumMap<DeadLetterState, OffsetSet>> states = new HashMap<>();

  /** The source records that were requeued, by the run that rejected them. */
  private final Map<String, Map<TopicPartition, OffsetSet>> requeued = new HashMap<>();

  /** Of the letters in a topic with this id. */
  ResolutionIndex(String topicId) {
    this.topicId = topicId;
  }

  String topicId() {
    return topicId;
  }

  /** Takes a record of the resolutions topic. */
  void apply(ConsumerRecord<byte[], byte[]> entry) {
    if (entry.key() == null) {
      return;
    }
    String name = new String(entry.key(), StandardCharsets.UTF_8);
    Resolution.parse(entry.value()).ifPresent(resolution -> apply(name, resolution));
  }

  /** Takes a resolution. */
  synchronized void apply(String name, Resolution resolution) {
    Matcher matcher = NAME.matcher(name);
    if (!resolution.topicId().equals(topicId) || !matcher.matches()) {
      return;
    }
    DeadLetterState state = resolution.letterState();
    states
        .computeIfAbsent(
            Integer.parseInt(matcher.group(1)), partition -> new EnumMap<>(DeadLetterState.class))
        .computeIfAbsent(state, s -> new OffsetSet())
        .add(Long.parseLong(matcher.group(2)));
    String source = resolution.source();
    Matcher place = PLACE.matcher(source == null ? "" : source);
    if (state == DeadLetterState.REQUEUED && place.matches()) {
      requeued
          .computeIfAbsent(resolution.run(), run -> new HashMap<>())
          .computeIfAbsent(
              new TopicPartition(place.group(1), Integer.parseInt(place.group(2))),
              partition -> new OffsetSet())
          .add(Long.parseLong(place.group(3)));
    }
  }

  synchronized DeadLetterState stateOf(StoredDeadLetter letter) {
    Map<DeadLetterState, OffsetSet> ofPartition = states.get(letter.partition());
    if (ofPartition != null) {
      for (Map.Entry<DeadLetterState, OffsetSet> entry : ofPartition.entrySet()) {
        if (entry.getValue().contains(letter.offset())) {
          return entry.getKey();
        }
      }
    }
    return DeadLetterState.OPEN;
  }

  /** Returns whether a copy of a source record has been written because of this run. */
  synchronized boolean isRequeued(String run, SourcePlace source) {
    OffsetSet offsets =
        requeued
            .getOrDefault(run, Map.of())
            .get(new TopicPartition(source.topic(), source.partition()));
    return offsets != null && offsets.contains(source.offset());
  }
}
