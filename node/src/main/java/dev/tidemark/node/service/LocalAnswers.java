package dev.tidemark.node.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.node.http.LocalService;
import dev.tidemark.node.jobs.JobRequests;
import dev.tidemark.node.jobs.Workers;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answers of this node for itself alone. A job's name becomes a file name below, so it is
 * checked.
 */
final class LocalAnswers implements LocalService {

  private final Workers workers;

  LocalAnswers(Workers workers) {
    this.workers = workers;
  }

  @Override
  public List<LogLine> localLogs(String job, int tail, @Nullable Instant since) {
    return workers.logs(JobRequests.name(job), tail, since);
  }

  @Override
  public AutoCloseable followLocalLogs(String job, int tail, Consumer<LogLine> consumer) {
    return workers.followLogs(JobRequests.name(job), tail, consumer);
  }

  @Override
  public List<StoreView> localStores(String job) {
    return workers.stores(JobRequests.name(job));
  }

  @Override
  public List<StoreAnswer> localQuery(String job, String store, JsonNode key) {
    return workers.query(JobRequests.name(job), store, key);
  }
}
