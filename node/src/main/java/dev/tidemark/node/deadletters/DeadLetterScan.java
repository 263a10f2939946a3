package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.DeadLetterState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Goes through the letters of a job in the order of topic, partition and offset, with one fetch of
 * them in memory. A letter of a key comes behind the earlier ones of that key, since a job puts
 * them into the partition that their source records had.
 */
final class DeadLetterScan {

  private final DeadLetterLog log;
  private final JobDeadLetters letters;
  private final Resolutions resolutions;
  private final Selection selection;
  private final LongSupplier nanoTime;
  private final long untilNanos;
  private final Map<String, DeadLetterLog.TopicEnds> topics = new TreeMap<>();
  private final Map<String, ResolutionIndex> indexes = new HashMap<>();

  /**
   * Makes one.
   *
   * @param untilNanos when to stop, by {@code nanoTime}: an answer may take only so long
   */
  DeadLetterScan(
      DeadLetterLog log,
      JobDeadLetters letters,
      Resolutions resolutions,
      Selection selection,
      LongSupplier nanoTime,
      long untilNanos) {
    this.log = log;
    this.letters = letters;
    this.resolutions = resolutions;
    this.selection = selection;
    this.nanoTime = nanoTime;
    this.untilNanos = untilNanos;
  }

  /** A visitor of matching dead letters; returns whether to continue with the next. */
  @FunctionalInterface
  interface Visitor {
    boolean visit(StoredDeadLetter letter, DeadLetterState state);
  }

  /** Reads the outcomes of all dead letters so far. Call this first. */
  void open() {
    for (String topic : letters.topics()) {
      Optional<DeadLetterLog.TopicEnds> found =
          selection.wantsTopic(topic) ? log.topicEnds(topic) : Optional.empty();
      found.ifPresent(
          ends -> {
            topics.put(topic, ends);
            indexes.put(topic, resolutions.upToDate(log, topic, ends.id()));
          });
    }
  }

  /** The topics that there are. */
  Collection<String> topics() {
    return topics.keySet();
  }

  String topicId(String topic) {
    DeadLetterLog.TopicEnds found = topics.get(topic);
    return found == null ? "" : found.id();
  }

  ResolutionIndex index(String topic) {
    return indexes.computeIfAbsent(topic, t -> new ResolutionIndex(""));
  }

  /** All that there is by now. */
  Continuation begin() {
    Map<String, Map<Integer, Long>> ends = new TreeMap<>();
    topics.forEach((topic, found) -> ends.put(topic, found.ends()));
    return Continuation.begin(ends);
  }

  /**
   * Visits letters.
   *
   * @return where the next continues; empty when all are visited
   */
  Optional<Continuation> run(Continuation start, Visitor visitor) {
    for (Map.Entry<String, Map<Integer, Long>> topic : start.ends().entrySet()) {
      for (Map.Entry<Integer, Long> end : topic.getValue().entrySet()) {
        Optional<Continuation> stopped = read(start, topic.getKey(), end, visitor);
        if (stopped.isPresent()) {
          return stopped;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Continuation> read(
      Continuation start, String topic, Map.Entry<Integer, Long> end, Visitor visitor) {
    int partition = end.getKey();
    if (start.isBehind(topic, partition) || !topics.containsKey(topic)) {
      return Optional.empty();
    }
    long from = start.from(topic, partition);
    long to = end.getValue();
    if (selection.at().isPresent()) {
      Selection.Place only = selection.at().get();
      if (only.partition() != partition) {
        return Optional.empty();
      }
      from = Math.max(from, only.offset());
      to = Math.min(to, only.offset() + 1);
    }
    List<Continuation> stopped = new ArrayList<>(1);
    log.read(
        topic,
        partition,
        from,
        to,
        each -> {
          boolean goOn = take(each, visitor) && nanoTime.getAsLong() - untilNanos < 0;
          if (!goOn) {
            stopped.add(start.at(topic, partition, each.offset() + 1));
          }
          return goOn;
        });
    return stopped.stream().findFirst();
  }

  private boolean take(ConsumerRecord<byte[], byte[]> each, Visitor visitor) {
    StoredDeadLetter letter = new StoredDeadLetter(letters.kind(), each);
    if (!letters.owns(letter)) {
      return true;
    }
    DeadLetterState state = index(each.topic()).stateOf(letter);
    return !selection.fits(letter, state) || visitor.visit(letter, state);
  }
}
