package dev.tidemark.node.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.cluster.EventView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the differences between consecutive snapshots of the cluster. Snapshots come from one
 * thread; subscribers from any.
 */
final class EventFeed {

  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

  private final Set<Consumer<EventView>> consumers = new CopyOnWriteArraySet<>();
  private ClusterSnapshot last = ClusterSnapshot.NOTHING;
  private long nextId = System.currentTimeMillis();
  private boolean begun;

  AutoCloseable subscribe(Consumer<EventView> consumer) {
    Consumer<EventView> own = consumer::accept; // the same consumer may subscribe twice
    consumers.add(own);
    return () -> consumers.remove(own);
  }

  /** Takes the next snapshot; the first one is only the base for the differences. */
  void look(ClusterSnapshot now) {
    List<ClusterSnapshot.Difference> differences = begun ? now.differences(last) : List.of();
    begun = true;
    last = now;
    for (ClusterSnapshot.Difference each : differences) {
      JsonNode data = Json.mapper().valueToTree(each.data());
      emit(new EventView(nextId++, each.type(), each.subject(), Instant.now(), data));
    }
  }

  private void emit(EventView event) {
    for (Consumer<EventView> consumer : consumers) {
      try {
        consumer.accept(event);
      } catch (RuntimeException e) {
        consumers.remove(consumer);
        LOG.debug("an event could not be delivered", e);
      }
    }
  }
}
