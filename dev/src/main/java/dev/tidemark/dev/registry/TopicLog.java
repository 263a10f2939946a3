package dev.tidemark.dev.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events in a compacted topic, which any number of registries may share.
 *
 * <p>There is no leader. Every registry writes with the same transactional id, so a registry that
 * starts to write fences the one that wrote before. A request reads to the end of the topic,
 * decides, and commits. If another registry wrote in between, it had to fence this one first, and
 * the commit fails: this one then fences the other, reads what it wrote, and decides again. A
 * commit that succeeds has therefore decided on everything before it.
 */
final class TopicLog implements RegistryLog {
  private static final Logger LOG = LoggerFactory.getLogger(TopicLog.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int ATTEMPTS_MAX = 20;

  private final String bootstrapServers;
  private final SchemaTopic topic;
  private final SharedState state = new SharedState();
  private final TopicReader reader;
  private final Object updating = new Object();
  private @Nullable KafkaProducer<String, String> producer; // guarded by updating
  private volatile boolean closed;

  private TopicLog(String bootstrapServers, SchemaTopic topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.reader = TopicReader.start(bootstrapServers, state);
  }

  /**
   * Opens the topic and reads it to its end.
   *
   * @throws IllegalStateException if that isn't possible
   */
  static TopicLog open(String bootstrapServers) {
    TopicLog log = new TopicLog(bootstrapServers, SchemaTopic.open(bootstrapServers));
    try {
      log.reader.await(log.topic.endOffset(), TIMEOUT);
      return log;
    } catch (RegistryException e) {
      log.close();
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public <A> A read(Function<RegistryState, A> question) {
    return state.read(question);
  }

  @Override
  public <A> A update(Function<RegistryState, Decision<A>> request) {
    synchronized (updating) {
      for (int attempt = 1; ; attempt++) {
        try {
          return decideAndCommit(request);
        } catch (ProducerFencedException
            | InvalidProducerEpochException
            // the broker has aborted the transaction for the one that fenced this producer
            | InvalidTxnStateException e) {
          dropProducer();
          if (attempt == ATTEMPTS_MAX) {
            throw RegistryException.store("Another registry keeps writing", e);
          }
          LOG.debug("another registry wrote; deciding again", e);
        } catch (KafkaException e) {
          dropProducer();
          throw failed(e);
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    reader.close();
    topic.close();
    synchronized (updating) {
      dropProducer();
    }
  }

  private <A> A decideAndCommit(Function<RegistryState, Decision<A>> request) {
    KafkaProducer<String, String> writer = writer();
    reader.await(topic.endOffset(), TIMEOUT);
    Decision<A> decision = state.read(request);
    if (!decision.events().isEmpty()) {
      long last = commit(writer, decision.events());
      reader.await(last + 1, TIMEOUT);
    }
    return decision.answer();
  }

  private static long commit(KafkaProducer<String, String> writer, List<RegistryEvent> events) {
    writer.beginTransaction();
    @Nullable Future<RecordMetadata> last = null;
    for (RegistryEvent event : events) {
      LogFormat.Entry entry = LogFormat.encode(event);
      last =
          writer.send(
              new ProducerRecord<>(
                  SchemaTopic.NAME, SchemaTopic.PARTITION.partition(), entry.key(), entry.value()));
    }
    writer.commitTransaction();
    return offset(last);
  }

  private static long offset(@Nullable Future<RecordMetadata> sent) {
    try {
      return sent == null ? -1 : sent.get().offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }

  private KafkaProducer<String, String> writer() {
    if (closed) {
      throw RegistryException.timeout("The registry is closing");
    }
    KafkaProducer<String, String> open = producer;
    if (open == null) {
      open = newProducer();
      producer = open;
      open.initTransactions();
    }
    return open;
  }

  private KafkaProducer<String, String> newProducer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "client.id",
            "tidemark-schema-registry",
            "transactional.id",
            "tidemark-schema-registry",
            "transaction.timeout.ms",
            (int) TIMEOUT.toMillis(),
            "max.block.ms",
            TIMEOUT.toMillis(),
            "request.timeout.ms",
            (int) TIMEOUT.toMillis() / 2,
            "delivery.timeout.ms",
            (int) TIMEOUT.toMillis(),
            "linger.ms",
            0,
            "max.request.size",
            SchemaTopic.RECORD_BYTES_MAX),
        new StringSerializer(),
        new StringSerializer());
  }

  /** The transaction that it may have open is aborted by the next one that writes. */
  private void dropProducer() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private static RegistryException failed(KafkaException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException) {
        return RegistryException.schemaTooLarge(e);
      }
    }
    return RegistryException.store("The schema topic can't be written", e);
  }
}
