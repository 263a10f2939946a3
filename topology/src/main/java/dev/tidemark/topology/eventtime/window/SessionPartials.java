package dev.tidemark.topology.eventtime.window;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Partial sessions. Those of one writer are connected sets of its events, so merging them with the
 * others' by the same rule gives the sessions of all events.
 */
final class SessionPartials implements PartialBuffer {

  private final WindowSpec.Session spec;
  private final Aggregates aggregates;
  private final Map<KeyBytes, List<Session>> keys = new HashMap<>();
  private int size;

  SessionPartials(WindowSpec.Session spec, Aggregates aggregates) {
    this.spec = spec;
    this.aggregates = aggregates;
  }

  @Override
  public void add(KeyBytes key, List<PaneBounds> panes, Object element) {
    PaneBounds pane = panes.get(0); // an element is in one session
    Session added = new Session(pane.first(), pane.last(), 1, aggregates.accumulate(null, element));
    List<Session> before = keys.getOrDefault(key, List.of());
    List<Session> after = Session.add(before, added, spec.gapMs(), aggregates);
    keys.put(key, after);
    size += after.size() - before.size();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void drain(Consumer consumer) {
    keys.forEach(
        (key, sessions) ->
            sessions.forEach(
                session ->
                    consumer.partial(
                        key,
                        new PaneBounds(session.first(), session.last()),
                        session.count(),
                        session.count(),
                        session.accumulator())));
    keys.clear();
    size = 0;
  }
}
