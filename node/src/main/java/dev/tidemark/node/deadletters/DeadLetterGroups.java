package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.DeadLetterStatsView;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts letters by what they have in common. Bounded; not thread-safe. */
final class DeadLetterGroups {

  private static final int GROUPS_MAX = 1_000;
  private static final Comparator<DeadLetterStatsView.Group> LARGEST_FIRST =
      Comparator.comparingLong(DeadLetterStatsView.Group::open)
          .thenComparingLong(DeadLetterStatsView.Group::total)
          .reversed()
          .thenComparing(DeadLetterStatsView.Group::topic)
          .thenComparing(DeadLetterStatsView.Group::step)
          .thenComparing(DeadLetterStatsView.Group::cause)
          .thenComparing(group -> String.valueOf(group.exception()));

  private final Map<Kind, Tally> tallies = new HashMap<>();
  private final EnumMap<DeadLetterState, Long> states = new EnumMap<>(DeadLetterState.class);
  private long ungrouped;

  private record Kind(String topic, String step, String cause, String exception) {}

  void add(StoredDeadLetter letter, DeadLetterState state) {
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

  DeadLetterStatsView view(String job, Collection<String> topics, boolean complete) {
    List<DeadLetterStatsView.Group> groups =
        tallies.entrySet().stream()
            .map(entry -> entry.getValue().view(entry.getKey()))
            .sorted(LARGEST_FIRST)
            .toList();
    return new DeadLetterStatsView(
        job,
        List.copyOf(topics),
        states.values().stream().mapToLong(Long::longValue).sum(),
        count(DeadLetterState.OPEN),
        count(DeadLetterState.REQUEUED),
        count(DeadLetterState.DISCARDED),
        count(DeadLetterState.QUARANTINED),
        groups,
        ungrouped,
        complete);
  }

  private long count(DeadLetterState state) {
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

    private void add(StoredDeadLetter letter, DeadLetterState state) {
      Instant at = letter.failedAt();
      total++;
      open += state == DeadLetterState.OPEN ? 1 : 0;
      firstAt = at.isBefore(firstAt) ? at : firstAt;
      if (!at.isBefore(lastAt)) {
        lastAt = at;
        message = letter.message();
        newest = letter.partition() + ":" + letter.offset();
      }
    }

    private DeadLetterStatsView.Group view(Kind kind) {
      return new DeadLetterStatsView.Group(
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
