package dev.tidemark.node.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.runtime.base.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of the cluster. Each node writes a sign of life every other second, and at once when
 * its workers change; each reads those of all. Thread-safe.
 */
public final class Membership implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final long BEAT_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long BEAT_AGAIN_NANOS = Duration.ofMillis(250).toNanos();
  private static final Duration DOUBLE_WATCHED = Duration.ofSeconds(5);
  private static final Duration GOOD_BYE = Duration.ofSeconds(3);

  private final String topic;
  private final String self;
  private final TopicTail tail;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Object lock = new Object();
  private final MemberTable table; // guarded by lock
  private @Nullable Instant joinedAt; // guarded by lock
  private boolean joined; // guarded by lock: the own first sign is read back
  private @Nullable NodeView rival; // guarded by lock
  private long rivalNanos; // guarded by lock
  private volatile long acknowledgedNanos;
  private volatile boolean refused;
  private volatile Supplier<NodeView> view =
      () -> {
        throw new IllegalStateException("not joined");
      };
  private List<Object> essence = List.of(); // of beat()
  private long beatNanos; // of beat()
  private boolean begun; // of beat()

  Membership(ClusterClients clients, TopicTail tail) {
    this.topic = clients.names().nodes();
    this.self = clients.node();
    this.table = new MemberTable(self);
    this.tail = tail;
    this.producer = clients.kafka().producer("nodes", Optional.empty(), 0);
    this.acknowledgedNanos = System.nanoTime();
    tail.add(topic, new Reader());
  }

  /**
   * Refuses to be a second node of the same id.
   *
   * @param predecessor when the process that had this node's data folder before had started; empty
   *     if there was none. It has ended, or the folder would be locked
   */
  void refuseDouble(Optional<Instant> predecessor) {
    Optional<NodeView> other = find(self);
    if (other.isEmpty()
        || predecessor.equals(other.map(NodeView::startedAt))
        || other.get().leaving()) {
      return;
    }
    Instant at = other.get().at();
    Deadline deadline = Deadline.in(DOUBLE_WATCHED);
    while (!deadline.isOver()) {
      Optional<NodeView> now = find(self);
      if (now.isEmpty() || now.get().leaving()) {
        return;
      }
      if (!now.get().at().equals(at)) {
        throw new JobException(
            JobException.Code.CONFIGURATION,
            "another node with the id '%s' is alive at %s".formatted(self, now.get().url()),
            "give this one another node.id and a data.dir of its own, or stop the other");
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /**
   * Joins: writes the first sign of life, and returns when it is read back.
   *
   * @param view the state to report, asked each time; its time of start tells this process from
   *     others
   */
  void join(Supplier<NodeView> view, Deadline deadline) {
    NodeView first = view.get();
    synchronized (lock) {
      joinedAt = first.startedAt();
    }
    this.view = view;
    send(first);
    while (!isJoined()) {
      if (deadline.isOver() || refused || tail.isRefused()) {
        throw new Unavailable("the node's first sign of life is not read back");
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  /**
   * Says that this node lives, if it is time to, or if its workers have changed. To be called
   * often, by one thread.
   */
  public void beat() {
    NodeView now = view.get();
    long nanos = System.nanoTime();
    long since = nanos - beatNanos;
    List<Object> essenceNow = HeartbeatCodec.essence(now.workers());
    boolean changed = !essenceNow.equals(essence);
    if (!begun || since >= BEAT_NANOS || (changed && since >= BEAT_AGAIN_NANOS)) {
      begun = true;
      essence = essenceNow;
      beatNanos = nanos;
      send(now);
    }
    synchronized (lock) {
      table.prune(nanos);
    }
  }

  /** Says at once what this node is now, e.g. that it is leaving. */
  public void beatNow() {
    send(view.get());
  }

  /** The nodes that live, by id; this one is among them, also those that are leaving. */
  public List<NodeView> live() {
    synchronized (lock) {
      return table.live(System.nanoTime());
    }
  }

  /** The ids of the nodes that live and stay. */
  public List<String> placeable() {
    return live().stream().filter(node -> !node.leaving()).map(NodeView::id).toList();
  }

  /** Returns the workers of all nodes that are not yet removed. */
  public List<WorkerView> workers() {
    synchronized (lock) {
      return table.known(System.nanoTime()).stream()
          .flatMap(node -> node.workers().stream())
          .toList();
    }
  }

  /**
   * Another process that lives under this node's id: both were started at the same moment, or from
   * copies of one data folder.
   */
  public Optional<NodeView> rival() {
    synchronized (lock) {
      boolean alive = System.nanoTime() - rivalNanos < MemberTable.LIVE.toNanos();
      return Optional.ofNullable(rival).filter(known -> alive);
    }
  }

  /**
   * Returns whether this process should give way to another one of the same id: the elder stays.
   */
  public boolean isUsurper() {
    NodeView self = view.get();
    Comparator<NodeView> elderFirst =
        Comparator.comparing(NodeView::startedAt).thenComparing(NodeView::url);
    return rival().filter(other -> elderFirst.compare(other, self) < 0).isPresent();
  }

  /** Returns whether signs of life may not be written. */
  boolean isRefused() {
    return refused;
  }

  /** Returns how long ago Kafka accepted a sign of life of this node. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - acknowledgedNanos);
  }

  /** Calls back on the tail's thread after signs of life were read; must not block. */
  public AutoCloseable onChange(Runnable callback) {
    return tail.onChange(callback);
  }

  /** Says good-bye: the next reader knows at once that this node is gone. */
  public void leave() {
    if (rival().isPresent()) {
      return; // it would be the other's good-bye, too
    }
    Future<RecordMetadata> sent =
        producer.send(new ProducerRecord<>(topic, 0, self.getBytes(UTF_8), null));
    try {
      sent.get(GOOD_BYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("node={} could not say good-bye; the others notice in 10 seconds", self);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }

  private void send(NodeView now) {
    try {
      producer.send(
          new ProducerRecord<>(topic, 0, self.getBytes(UTF_8), HeartbeatCodec.encode(now)),
          (metadata, e) -> acknowledged(e));
    } catch (KafkaException e) {
      acknowledged(e);
    }
  }

  private void acknowledged(@Nullable Exception e) {
    if (e == null) {
      acknowledgedNanos = System.nanoTime();
      refused = false;
    } else {
      refused = e instanceof AuthorizationException;
      LOG.debug("node={} sign of life not taken: {}", self, KafkaClients.reason(e));
    }
  }

  private Optional<NodeView> find(String id) {
    synchronized (lock) {
      return table.find(id);
    }
  }

  private boolean isJoined() {
    synchronized (lock) {
      return joined;
    }
  }

  private final class Reader implements TopicTail.Applier {
    @Override
    public void apply(ConsumerRecord<byte[], byte[]> each) {
      String id = new String(each.key(), UTF_8);
      synchronized (lock) {
        if (each.value() == null) {
          table.left(id);
          return;
        }
        NodeView node = view(id, each.value());
        table.heard(node, each.timestamp(), System.nanoTime());
        if (!joined && id.equals(self) && node.startedAt().equals(joinedAt)) {
          joined = true;
          table.loaded(each.timestamp(), System.nanoTime());
        }
        checkRival(node);
      }
    }

    private void checkRival(NodeView node) {
      if (!joined || !node.id().equals(self) || node.startedAt().equals(joinedAt)) {
        return;
      }
      if (rival == null || !rival.startedAt().equals(node.startedAt())) {
        LOG.error(
            "node={} another node of this id lives at {}; give one of them another node.id",
            self,
            node.url());
      }
      rival = node;
      rivalNanos = System.nanoTime();
    }

    private NodeView view(String id, byte[] json) {
      try {
        @Nullable NodeView node = Json.mapper().readValue(json, NodeView.class);
        if (node == null || !id.equals(node.id())) {
          throw new IOException("no sign of life of node " + id);
        }
        return node;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
