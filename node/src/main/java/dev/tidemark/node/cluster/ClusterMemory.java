package dev.tidemark.node.cluster;

import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.runtime.base.JobException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/** The cluster's memory in Kafka, opened and read to its end: jobs, jars, nodes. */
public final class ClusterMemory implements AutoCloseable {

  private static final Duration READING_MAX = Duration.ofSeconds(60);
  private static final Duration JOINING_MAX = Duration.ofSeconds(15);

  private final TopicNames names;
  private final Admin admin;
  private final String kafkaClusterId;
  private final TopicTail tail;
  private final FencedWriter writer;
  private final KafkaJobRegistry book;
  private final KafkaJars jars;
  private final Membership membership;

  private ClusterMemory(
      ClusterClients clients, Admin admin, String kafkaClusterId, JarCache cache) {
    this.names = clients.names();
    this.admin = admin;
    this.kafkaClusterId = kafkaClusterId;
    this.tail = new TopicTail(admin, clients.kafka().consumer("tail", true));
    RecentWrites recent = new RecentWrites();
    this.writer = new FencedWriter(clients.kafka(), names, tail, recent);
    this.book = new KafkaJobRegistry(names.jobs(), tail, writer, recent);
    this.jars = new KafkaJars(clients, tail, writer, cache, recent);
    this.membership = new Membership(clients, tail);
  }

  /**
   * Connects, creates the topics where they are missing, and reads them to their end.
   *
   * @param folder of this node; its jars are cached in {@code jars}
   * @throws JobException if Kafka is not reachable or refuses, or a topic is of another kind
   */
  public static ClusterMemory open(NodeConfig config, DataFolder folder) {
    TopicNames names = new TopicNames(config.cluster());
    KafkaClients kafka = KafkaClients.of(config);
    Admin admin = connect(kafka, config);
    @Nullable ClusterMemory memory = null;
    try {
      String cluster =
          new ClusterTopics(admin, names, config.connections().bootstrapServers()).open();
      JarCache cache = JarCache.open(folder.path().resolve("jars"));
      memory =
          new ClusterMemory(new ClusterClients(kafka, names, config.id()), admin, cluster, cache);
      memory.read(config);
      return memory;
    } catch (IOException e) {
      admin.close(Duration.ZERO);
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "the cache of jars in %s can't be used: %s".formatted(folder.path(), e),
          "set data.dir to a folder that the node may write",
          e);
    } catch (RuntimeException e) {
      if (memory == null) {
        admin.close(Duration.ZERO);
      } else {
        memory.close();
      }
      throw e;
    }
  }

  /**
   * Joins the cluster: from now on others see this node.
   *
   * @param predecessor when the process that had this node's data folder before had started
   * @param view what to say of this node
   * @throws JobException if another live node has this id
   */
  public void join(Optional<Instant> predecessor, Supplier<NodeView> view) {
    membership.refuseDouble(predecessor);
    try {
      membership.join(view, Deadline.in(JOINING_MAX));
    } catch (Unavailable e) {
      throw notJoined(e);
    }
  }

  private JobException notJoined(Unavailable e) {
    if (tail.isRefused() || membership.isRefused()) {
      AclOperation missing = tail.isRefused() ? AclOperation.READ : AclOperation.WRITE;
      return new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the node can't join its cluster: its principal may not %s topic %s"
              .formatted(Acls.word(missing), names.nodes()),
          Acls.remedy(missing, names.cluster()),
          e);
    }
    return new JobException(
        JobException.Code.BROKER_UNREACHABLE,
        "the node can't join its cluster: " + tail.trouble().orElse(String.valueOf(e.getMessage())),
        "see whether the brokers are up and reachable",
        e);
  }

  /** Of the Kafka cluster. */
  public String kafkaClusterId() {
    return kafkaClusterId;
  }

  /** Shared by all who ask the brokers something. */
  public Admin admin() {
    return admin;
  }

  /** Returns the registry of the jobs of the cluster. */
  public KafkaJobRegistry book() {
    return book;
  }

  /** The jars. */
  public KafkaJars jars() {
    return jars;
  }

  /** The nodes. */
  public Membership membership() {
    return membership;
  }

  /** Returns the reason why Kafka can't be read at present. */
  public Optional<String> trouble() {
    return tail.trouble();
  }

  @Override
  public void close() {
    writer.close();
    membership.close();
    tail.close();
    admin.close(Duration.ZERO);
  }

  private static Admin connect(KafkaClients kafka, NodeConfig config) {
    try {
      return kafka.admin();
    } catch (KafkaException e) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "no Kafka client can be made for %s: %s"
              .formatted(config.connections().bootstrapServers(), KafkaClients.reason(e)),
          "check bootstrap.servers and the security settings in the node's configuration",
          e);
    }
  }

  private void read(NodeConfig config) {
    tail.start();
    try {
      tail.awaitEnds(Set.of(names.jobs(), names.jars(), names.nodes()), Deadline.in(READING_MAX));
    } catch (Unavailable e) {
      Optional<String> trouble = tail.trouble();
      throw new JobException(
          trouble.isPresent()
              ? JobException.Code.NOT_AUTHORIZED
              : JobException.Code.BROKER_UNREACHABLE,
          "the topics of cluster %s at %s can't be read: %s"
              .formatted(
                  config.cluster(),
                  config.connections().bootstrapServers(),
                  trouble.orElse(e.getMessage())),
          Acls.remedy(AclOperation.READ, names.cluster()),
          e);
    }
  }
}
