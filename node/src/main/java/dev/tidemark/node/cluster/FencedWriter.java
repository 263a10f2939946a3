package dev.tidemark.node.cluster;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.tidemark.client.api.ApiException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is decided from the newest state, one writer after the other over all nodes. A writer
 * that starts fences the one before; it then reads the topics to their end, decides, and commits.
 * Between the fencing and a commit that succeeds no other writer can have committed, so the
 * decision saw everything that is before it in the log.
 *
 * <p>Whether a commit whose answer got lost has succeeded is asked of the log: each write has an id
 * that the next attempt looks for, so nothing is decided twice.
 */
final class FencedWriter implements AutoCloseable {

  /** The records to write, and the result for the caller once they are read back. */
  record Decision<T>(List<ProducerRecord<byte[], byte[]>> records, T answer) {}

  private static final Logger LOG = LoggerFactory.getLogger(FencedWriter.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int TRANSACTION_MS = 10_000;
  private static final int PAUSE_MS = 20;
  private static final int PAUSE_MS_MAX = 300;

  private final KafkaClients clients;
  private final TopicNames names;
  private final TopicTail tail;
  private final RecentWrites recent;
  private final ReentrantLock lock = new ReentrantLock(true);
  private @Nullable KafkaProducer<byte[], byte[]> producer; // guarded by lock
  private volatile boolean closed;

  FencedWriter(KafkaClients clients, TopicNames names, TopicTail tail, RecentWrites recent) {
    this.clients = clients;
    this.names = names;
    this.tail = tail;
    this.recent = recent;
  }

  /**
   * Decides and writes.
   *
   * @param decide called again when another node was faster; what it throws is thrown here
   * @throws ApiException 503 if the brokers don't take it within 15 seconds
   */
  <T> T write(Supplier<Decision<T>> decide) {
    Deadline deadline = Deadline.in(PATIENCE);
    acquire(deadline);
    try {
      return writeLocked(decide, deadline);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }

  private void acquire(Deadline deadline) {
    try {
      if (!lock.tryLock(deadline.leftNanos(), NANOSECONDS)) {
        throw unavailable("other changes are being written", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the node is stopping", e);
    }
  }

  private <T> T writeLocked(Supplier<Decision<T>> decide, Deadline deadline) {
    @Nullable Attempt<T> last = null;
    for (int attempt = 1; ; attempt++) {
      try {
        KafkaProducer<byte[], byte[]> writer = writer();
        tail.awaitEnds(Set.of(names.jobs(), names.jars()), deadline);
        if (last != null && recent.contains(last.id())) {
          return last.decision().answer();
        }
        Decision<T> decision = decide.get();
        if (!decision.records().isEmpty()) {
          last = new Attempt<>(recent.newId(), decision);
          RecordMetadata written = commit(writer, last);
          awaitRead(written, deadline);
        }
        return decision.answer();
      } catch (KafkaException | Unavailable e) {
        drop();
        refuse(e);
        if (Thread.currentThread().isInterrupted()) {
          throw unavailable("the node is stopping", e);
        }
        if (deadline.isOver() || closed) {
          throw unavailable(KafkaClients.reason(e), e);
        }
        LOG.debug("attempt={} writes again: {}", attempt, KafkaClients.reason(e));
        pause(attempt);
      }
    }
  }

  /** Chunks are not read back: no reader follows them. */
  private void awaitRead(RecordMetadata written, Deadline deadline) {
    if (!written.topic().equals(names.chunks())) {
      tail.await(TopicNames.partition(written.topic()), written.offset() + 1, deadline);
    }
  }

  private record Attempt<T>(String id, Decision<T> decision) {}

  private <T> RecordMetadata commit(KafkaProducer<byte[], byte[]> writer, Attempt<T> attempt) {
    writer.beginTransaction();
    @Nullable Future<RecordMetadata> last = null;
    for (ProducerRecord<byte[], byte[]> each : attempt.decision().records()) {
      last = writer.send(recent.stamped(each, attempt.id()));
    }
    writer.commitTransaction();
    return metadata(last);
  }

  private static RecordMetadata metadata(@Nullable Future<RecordMetadata> sent) {
    if (sent == null) {
      throw new IllegalStateException("nothing was sent");
    }
    try {
      return sent.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }

  private KafkaProducer<byte[], byte[]> writer() {
    if (closed) {
      throw unavailable("the node is stopping", null);
    }
    KafkaProducer<byte[], byte[]> open = producer;
    if (open == null) {
      open = clients.producer("jobs", Optional.of(names.jobsWriter()), TRANSACTION_MS);
      producer = open;
      open.initTransactions();
    }
    return open;
  }

  /** The transaction that it may have open is aborted by the next one that writes. */
  private void drop() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  /** Not all failures pass. */
  private void refuse(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException) {
        throw ApiException.of(
            413,
            "spec_too_large",
            "the job's plan and parameters are larger than a record may be",
            "use fewer or smaller schemas and parameters; the limit is %d MiB"
                .formatted(KafkaClients.RECORD_BYTES_MAX >> 20));
      }
      if (cause instanceof TransactionalIdAuthorizationException) {
        throw refused(
            "the node's principal may not write transactions of " + names.jobsWriter(),
            Acls.transactionsRemedy(names.cluster()));
      }
      if (cause instanceof TopicAuthorizationException denied) {
        throw refused(
            "the node's principal may not write topics " + denied.unauthorizedTopics(),
            Acls.remedy(AclOperation.WRITE, names.cluster()));
      }
      if (cause instanceof AuthorizationException) {
        throw refused(
            "the brokers refuse: " + cause.getMessage(), "see the ACLs that a node needs");
      }
    }
  }

  private static ApiException refused(String message, String hint) {
    return ApiException.of(503, "kafka_refuses", message, hint);
  }

  private static ApiException unavailable(String waitsFor, @Nullable Throwable cause) {
    ApiException unavailable =
        ApiException.of(
            503,
            "kafka_unavailable",
            "the change can't be written now; it waits for Kafka: " + waitsFor,
            "try again; if it stays so, see whether the brokers are up and reachable");
    if (cause != null) {
      unavailable.initCause(cause);
    }
    return unavailable;
  }

  /** Those who fence each other must not do so in step. */
  private static void pause(int attempt) {
    int most = Math.min(PAUSE_MS_MAX, PAUSE_MS * attempt);
    long millis = 1 + ThreadLocalRandom.current().nextInt(most);
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
