package dev.tidemark.node.letters;

import dev.tidemark.node.api.LetterState;
import dev.tidemark.node.api.LetterStatsView;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts letters by what they have in common. Bounded; not thread-safe. */
final class LetterGroups {

  private static final int GROUPS_MAX = 1_000;
  private static final Comparator<LetterStatsView.Group> LARGEST_FIRST =
      Comparator.comparingLong(LetterStatsView.Group::open)
          .thenComparingLong(LetterStatsView.Group::total)
          .reversed()
          .thenComparing(LetterStatsView.Group::topic)
          .thenComparing(LetterStatsView.Group::step)
          .thenComparing(LetterStatsView.Group::cause)
          .thenComparing(group -> String.valueOf(group.exception()));

  private final Map<Kind, Tally> tallies = new HashMap<>();
  private final EnumMap<LetterState, Long> states = new EnumMap<>(LetterState.class);
  private long ungrouped;

  private record Kind(String topic, String step, String cause, String exception) {}

  void add(Letter letter, LetterState state) {
    states.merge(state, 1L, Long::sum);
    Kind kind =
        new Kind(letter.topic(), letter.step(), letter.cause(), letter.exception().orElse(""));
    Tally tally = tallies.get(kind);
    if (tally == null) {
      if (tallies.size() >= GROUPS_MAX) {
        ungrouped++;
        return;
      }
      tally = new Tally(letter.failedAt());
      tallies.put(kind, tally);
    }
    tally.add(letter, state);
  }

  LetterStatsView view(String job, Collection<String> topics, boolean complete) {
    List<LetterStatsView.Group> groups =
        tallies.entrySet().stream()
            .map(entry -> entry.getValue().view(entry.getKey()))
            .sorted(LARGEST_FIRST)
            .toList();
    return new LetterStatsView(
        job,
        List.copyOf(topics),
        states.values().stream().mapToLong(Long::longValue).sum(),
        count(LetterState.OPEN),
        count(LetterState.REQUEUED),
        count(LetterState.DISCARDED),
        count(LetterState.QUARANTINED),
        groups,
        ungrouped,
        complete);
  }

  private long count(LetterState state) {
    return states.getOrDefault(state, 0L);
  }

  private static final class Tally {
    private long total;
    private long open;
    private Instant firstAt;
    private Instant lastAt;
    private String message = "";
    private String newest = "";

    private Tally(Instant at) {
      this.firstAt = at;
      this.lastAt = at;
    }

    private void add(Letter letter, LetterState state) {
      Instant at = letter.failedAt();
      total++;
      open += state == LetterState.OPEN ? 1 : 0;
      firstAt = at.isBefore(firstAt) ? at : firstAt;
      if (!at.isBefore(lastAt)) {
        lastAt = at;
        message = letter.message();
        newest = letter.partition() + ":" + letter.offset();
      }
    }

    private LetterStatsView.Group view(Kind kind) {
      return new LetterStatsView.Group(
          kind.topic(),
          kind.step(),
          kind.cause(),
          kind.exception().isEmpty() ? null : kind.exception(),
          message,
          total,
          open,
          firstAt,
          lastAt,
          newest);
    }
  }
}
