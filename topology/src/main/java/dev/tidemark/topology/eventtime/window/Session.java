package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import java.util.ArrayList;
import java.util.List;

/**
 * One open session of one key.
 *
 * @param first its first event time
 * @param last its last event time
 * @param count how many elements are in it
 * @param accumulator of its elements
 */
record Session(long first, long last, long count, Object accumulator) {

  /** When its last millisecond is passed, nothing can touch it any more. */
  long closesAt(long gapMs) {
    return last + gapMs;
  }

  private boolean touches(Session other, long gapMs) {
    return first - gapMs <= other.last && other.first - gapMs <= last;
  }

  private Session merge(Session other, Aggregates aggregates) {
    return new Session(
        Math.min(first, other.first),
        Math.max(last, other.last),
        count + other.count,
        aggregates.combine(accumulator, other.accumulator));
  }

  /**
   * Returns the sessions of a key with one more: it is merged with all that it touches. Being at
   * most the gap apart is enough, so the sessions are the connected components of the events, in
   * whatever order and grouping they come.
   *
   * @param sessions in order of time, none touching another; not changed
   * @return in order of time, none touching another
   */
  static List<Session> add(
      List<Session> sessions, Session added, long gapMs, Aggregates aggregates) {
    List<Session> result = new ArrayList<>(sessions.size() + 1);
    Session merged = added;
    for (Session session : sessions) {
      if (session.touches(added, gapMs)) {
        merged = session.merge(merged, aggregates);
      } else {
        result.add(session);
      }
    }
    int place = 0;
    while (place < result.size() && result.get(place).first < merged.first) {
      place++;
    }
    result.add(place, merged);
    return result;
  }
}
