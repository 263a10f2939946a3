package dev.tidemark.dev.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the topic's records to the state, in a thread of its own, as they come: this registry's
 * and those of others.
 */
final class TopicReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long JOIN_MS = 5_000;

  private final KafkaConsumer<String, String> consumer;
  private final SharedState state;
  private final Thread thread = new Thread(this::run, "schema-registry-log");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private long position; // guarded by lock: everything before it is applied
  private @Nullable Throwable failure; // guarded by lock
  private volatile boolean closed;

  private TopicReader(KafkaConsumer<String, String> consumer, SharedState state) {
    this.consumer = consumer;
    this.state = state;
    thread.setDaemon(true);
  }

  static TopicReader start(String bootstrapServers, SharedState state) {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "client.id",
                "tidemark-schema-registry",
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "allow.auto.create.topics",
                false,
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.assign(List.of(SchemaTopic.PARTITION));
    consumer.seekToBeginning(List.of(SchemaTopic.PARTITION));
    TopicReader reader = new TopicReader(consumer, state);
    reader.thread.start();
    return reader;
  }

  /**
   * Waits until everything before this offset is applied.
   *
   * @throws RegistryException 50001 if the topic can't be read any more, 50002 if it takes too long
   */
  void await(long offset, Duration timeout) {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (position < offset) {
        if (failure != null) {
          throw RegistryException.store("Topic " + SchemaTopic.NAME + " can't be read", failure);
        }
        if (left <= 0) {
          throw RegistryException.timeout(
              "Topic %s was read to offset %d and not to %d in time"
                  .formatted(SchemaTopic.NAME, position, offset));
        }
        left = advanced.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryException.timeout("The registry is closing");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        apply(consumer.poll(POLL));
      }
    } catch (WakeupException e) {
      LOG.debug("closing", e);
    } catch (RuntimeException | Error e) {
      LOG.error("the schema registry stopped reading topic {}", SchemaTopic.NAME, e);
      finish(e);
      return;
    }
    finish(new IllegalStateException("the registry is closed"));
  }

  private void apply(ConsumerRecords<String, String> records) {
    List<RegistryEvent> events = new ArrayList<>();
    for (ConsumerRecord<String, String> each : records) {
      try {
        LogFormat.decode(each.key(), each.value()).ifPresent(events::add);
      } catch (IOException | RuntimeException e) {
        LOG.warn("skipped the record at offset {}, which is no registry's", each.offset(), e);
      }
    }
    state.apply(events);
    advanceTo(consumer.position(SchemaTopic.PARTITION));
  }

  private void advanceTo(long newPosition) {
    lock.lock();
    try {
      position = newPosition;
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void finish(Throwable cause) {
    lock.lock();
    try {
      failure = cause;
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
