package dev.tidemark.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.node.api.ApiException;
import dev.tidemark.node.api.LogLine;
import dev.tidemark.node.api.StoreAnswer;
import dev.tidemark.node.api.StoreView;
import dev.tidemark.node.client.Feed;
import dev.tidemark.node.client.NodeClient;
import dev.tidemark.node.client.NodeUnreachableException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another node's {@link LocalService}, asked over HTTP. Methods throw {@link ApiException} 503
 * where it can't be reached. Each followed log costs a thread.
 */
public final class RemoteService implements LocalService {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteService.class);

  private final NodeClient client;

  /**
   * Makes one.
   *
   * @param client of the other node alone; stays the caller's to close
   */
  public RemoteService(NodeClient client) {
    this.client = client;
  }

  @Override
  public List<LogLine> localLogs(String job, int tail, @Nullable Instant since) {
    return reached(() -> client.localLogs(job, tail, since));
  }

  @Override
  public AutoCloseable followLocalLogs(String job, int tail, Consumer<LogLine> consumer) {
    Feed<LogLine> feed = reached(() -> client.followLocalLogs(job, tail));
    Thread reader = new Thread(() -> read(feed, consumer), "peer-logs-" + job);
    reader.setDaemon(true);
    reader.start();
    return feed;
  }

  @Override
  public List<StoreView> localStores(String job) {
    return reached(() -> client.localStores(job));
  }

  @Override
  public List<StoreAnswer> localQuery(String job, String store, JsonNode key) {
    return reached(() -> client.localQuery(job, store, key));
  }

  private static void read(Feed<LogLine> feed, Consumer<LogLine> consumer) {
    try (feed) {
      feed.forEachRemaining(consumer);
    } catch (RuntimeException e) {
      LOG.debug("a followed log has ended: {}", e.toString());
    }
  }

  private static <T> T reached(Supplier<T> ask) {
    try {
      return ask.get();
    } catch (NodeUnreachableException e) {
      throw ApiException.of(503, "node_unreachable", String.valueOf(e.getMessage()), e.hint());
    }
  }
}
