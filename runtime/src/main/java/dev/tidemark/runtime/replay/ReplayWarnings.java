package dev.tidemark.runtime.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** The warnings before a replay, as text. */
final class ReplayWarnings {

  private final List<ReplayPlan.Warning> all = new ArrayList<>();

  List<ReplayPlan.Warning> all() {
    return all;
  }

  void inputExpired(String topic, int partition, Instant asked, ReplayLog.Found first) {
    add(
        "input_expired",
        "%s-%d: of what came since %s, what came before %s has expired"
            .formatted(topic, partition, asked, Instant.ofEpochMilli(first.timestamp())),
        "results of that time lack it; a later point gives whole ones");
  }

  void outside(String topic, int partition, long asked, long earliest, long latest) {
    add(
        asked < earliest ? "input_expired" : "offset_outside",
        "%s-%d: offset %d is outside the log, which holds %d to %d"
            .formatted(topic, partition, asked, earliest, latest),
        "the replay begins at the nearest offset that there is");
  }

  void committedExpired(String topic, int partition, long committed, long earliest) {
    add(
        "committed_expired",
        "%s-%d: the run before stands at offset %d, but the log begins with %d"
            .formatted(topic, partition, committed, earliest),
        "it has lost records; raise the topic's retention, or its speed");
  }

  void noClockMark(String topic, int partition, long asked, long earliest) {
    add(
        "no_clock_mark",
        "%s-%d: the run before has noted no clock before offset %d, so the log is read from %d"
            .formatted(topic, partition, asked, earliest),
        "late and on time are then told as by a run that has read all");
  }

  void beginningGone(String topic, int partition, long earliest) {
    add(
        "beginning_expired",
        "%s-%d: the log begins with offset %d; what was before is not known"
            .formatted(topic, partition, earliest),
        "events before it are taken to be no later than its first event allows; windows up to there"
            + " are not written");
  }

  void compacted(String topic, boolean table) {
    if (table) {
      add(
          "table_compacted",
          "topic %s is a table and compacted: old values are gone".formatted(topic),
          "records of the past are joined with the values of today");
    } else {
      add(
          "stream_compacted",
          "topic %s is compacted: of each key only the newest records are left".formatted(topic),
          "results of the past can't be made again from it");
    }
  }

  void tooManyDecisions(long count) {
    add(
        "idle_decisions_dropped",
        "the run before has decided %d times without an idle partition, too often to repeat"
            .formatted(count),
        "events of such partitions may be on time in the replay that were late before");
  }

  void resultsAgain(Set<String> topics) {
    add(
        "results_again",
        "consumers of %s receive results again".formatted(String.join(", ", topics)),
        "replay in shadow, and promote it, if they must not");
  }

  /** Windows that begin before the replay does. */
  void ofWindows(Collection<ReplayPlan.Partition> partitions, Set<String> withEventTime) {
    OptionalLong upTo =
        partitions.stream()
            .filter(partition -> withEventTime.contains(partition.topic()))
            .map(ReplayPlan.Partition::highestEventTimeMs)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .max();
    upTo.ifPresent(
        time ->
            add(
                "windows_incomplete",
                "windows that begin at or before %s are incomplete and are not written"
                    .formatted(Instant.ofEpochMilli(time)),
                "begin earlier if they matter"));
  }

  private void add(String code, String text, String hint) {
    all.add(new ReplayPlan.Warning(code, text, hint));
  }
}
