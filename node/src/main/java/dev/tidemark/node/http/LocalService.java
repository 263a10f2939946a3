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
 * What a node answers of itself alone, to other nodes ({@code ?local=true}): its share of {@link
 * dev.tidemark.client.api.service.NodeService}. Thread-safe.
 */
public interface LocalService {

  /** The newest lines here. */
  List<LogLine> localLogs(String job, int tail, @Nullable Instant since);

  /** New lines here until closed. */
  AutoCloseable followLocalLogs(String job, int tail, Consumer<LogLine> consumer);

  /** The stores of the worker here. */
  List<StoreView> localStores(String job);

  /** The answer if this node owns the key, or an empty list. */
  List<StoreAnswer> localQuery(String job, String store, JsonNode key);
}
