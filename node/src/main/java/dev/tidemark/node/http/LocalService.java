package dev.tidemark.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a node for itself alone, to other nodes ({@code ?local=true}): its share of {@link
 * dev.tidemark.client.api.service.NodeService}. Thread-safe.
 */
public interface LocalService {

  /** Returns the newest lines of this node. */
  List<LogLine> localLogs(String job, int tail, @Nullable Instant since);

  /** Follows new lines of this node until closed. */
  AutoCloseable followLocalLogs(String job, int tail, Consumer<LogLine> consumer);

  /** Returns the stores of this node's worker. */
  List<StoreView> localStores(String job);

  /** Returns the answer if this node owns the key, or an empty list. */
  List<StoreAnswer> localQuery(String job, String store, JsonNode key);
}
