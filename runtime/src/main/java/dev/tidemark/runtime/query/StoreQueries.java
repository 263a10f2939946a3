package dev.tidemark.runtime.query;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runtime.base.Failures;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import dev.tidemark.topology.stage.base.PreviewFailedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;

/**
 * Answers questions about stores on threads of its own, since the functions of the job take part:
 * an exception of theirs fails the question alone, and a question that takes too long is abandoned.
 * Two questions run at a time. Thread-safe.
 */
public final class StoreQueries implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int WAITING_MAX = 64;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final AskedStores stores;
  private final StoreReader reader;
  private final ThreadPoolExecutor threads;

  public StoreQueries(AskedStores stores, StoreReader reader) {
    this.stores = stores;
    this.reader = reader;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            task -> {
              Thread thread = new Thread(task, "tidemark-query-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  public List<StoreInfo> stores() {
    return stores.infos();
  }

  public List<QueryAnswer> query(String name, JsonNode key) {
    AskedStores.AskedStore store = stores.named(name);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    return await(name, () -> reader.read(store, key, deadline));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private List<QueryAnswer> await(String store, Callable<List<QueryAnswer>> question) {
    Future<List<QueryAnswer>> answer;
    try {
      answer = threads.submit(question);
    } catch (RejectedExecutionException e) {
      throw notReady(store, "too many questions are being answered, or the job stops", e);
    }
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new JobException(
          JobException.Code.QUERY_FAILED,
          "store " + store + " did not answer within " + LIMIT.toSeconds() + " s",
          "try again; if it stays so, look at what the job's window functions do",
          e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw notReady(store, "the question was interrupted", e);
    } catch (ExecutionException e) {
      throw translated(store, e.getCause() == null ? e : e.getCause());
    }
  }

  private static JobException translated(String store, Throwable cause) {
    if (cause instanceof JobException known) {
      return known;
    }
    if (cause instanceof InvalidStateStoreException
        || cause instanceof StreamsNotStartedException) {
      return notReady(store, "its tasks are on the move or being restored", cause);
    }
    if (cause instanceof RegistryUnavailableException) {
      return new JobException(
          JobException.Code.REGISTRY_UNREACHABLE,
          "the schema registry does not answer: " + cause.getMessage(),
          "try again when it does",
          cause);
    }
    if (cause instanceof EncodingException || cause instanceof SchemaNotFoundException) {
      return new JobException(
          JobException.Code.INVALID_QUERY,
          "the key can't be encoded as a key of store " + store + ": " + cause.getMessage(),
          "give a key of the store's key type",
          cause);
    }
    Throwable root = cause instanceof PreviewFailedException ? Failures.rootOf(cause) : cause;
    String what = root == cause ? "" : String.valueOf(cause.getMessage()) + ": ";
    return new JobException(
        JobException.Code.QUERY_FAILED,
        "the value in store " + store + " can't be shown: " + what + root,
        "the job itself continues; look at its window functions and its log",
        cause);
  }

  private static JobException notReady(String store, String reason, Throwable cause) {
    return new JobException(
        JobException.Code.NOT_READY,
        "store " + store + " can't answer now: " + reason,
        "try again in a moment",
        cause);
  }
}
