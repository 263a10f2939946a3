package dev.tidemark.topology.runtime;

import dev.tidemark.topology.operators.StageLimits;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a job has to know of its cluster before it starts, and what it has to create there. */
final class Cluster implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final int ANSWER_MS = 10_000;
  private static final int HEADERS_ROOM = 20_000;

  private final Admin admin;
  private final String bootstrapServers;

  private Cluster(Admin admin, String bootstrapServers) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
  }

  /** Connects, and proves it. */
  static Cluster connect(RunConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.kafka());
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS / 2);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
    Admin admin;
    try {
      admin = Admin.create(properties);
    } catch (KafkaException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "no Kafka client can be made for "
              + config.bootstrapServers()
              + ": "
              + reason.getMessage(),
          "check --bootstrap-server HOST:PORT and the file given with --config",
          e);
    }
    Cluster cluster = new Cluster(admin, config.bootstrapServers());
    try {
      cluster.await(admin.describeCluster().nodes());
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /**
   * Checks the topics of a plan, creates the missing outputs, and reads the numbers that the run
   * needs.
   */
  Deployment deploy(PhysicalPlan plan) {
    PlanTopics topics = new PlanTopics(plan);
    Map<String, Integer> partitions = inputs(topics);
    checkCopartitioning(plan, partitions);
    topics
        .outputs()
        .forEach(
            (topic, like) -> partitions.put(topic, existingOrCreated(topic, partitions, like)));
    return new Deployment(
        plan,
        Map.copyOf(partitions),
        tableEnds(plan, partitions),
        limits(topics.outputs().keySet()));
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private Map<String, Integer> inputs(PlanTopics topics) {
    Map<String, Integer> partitions = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (String topic : topics.inputs()) {
      partitionsOf(topic)
          .ifPresentOrElse(count -> partitions.put(topic, count), () -> missing.add(topic));
    }
    if (!missing.isEmpty()) {
      throw new JobException(
          JobException.Code.TOPIC_MISSING,
          "the job reads %s, which %s not exist on %s"
              .formatted(
                  missing.stream().map(t -> "topic " + t).collect(Collectors.joining(" and ")),
                  missing.size() == 1 ? "does" : "do",
                  bootstrapServers),
          "create it (kafka-topics.sh --create), or check the name and the cluster");
    }
    return partitions;
  }

  private static void checkCopartitioning(PhysicalPlan plan, Map<String, Integer> partitions) {
    for (Stage stage : plan.stages()) {
      for (Node node : stage.nodes()) {
        if (node instanceof Node.Join join && stage.input() instanceof Node.Source source) {
          String table = tableTopic(plan, join.table());
          int left = known(partitions, source.topic());
          int right = known(partitions, table);
          if (left != right) {
            throw new JobException(
                JobException.Code.PARTITIONS_MISMATCH,
                "%s joins topic %s (%d partitions) on its key with topic %s (%d partitions)"
                    .formatted(join.id(), source.topic(), left, table, right),
                "use join instead of joinOnKey, or give both topics the same number of partitions");
          }
        }
      }
    }
  }

  private static String tableTopic(PhysicalPlan plan, String table) {
    return plan.tables().stream()
        .filter(candidate -> candidate.id().equals(table))
        .map(Node.Table::topic)
        .findFirst()
        .orElseThrow();
  }

  private Optional<Integer> partitionsOf(String topic) {
    try {
      @Nullable TopicDescription description =
          await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
      return Optional.ofNullable(description).map(found -> found.partitions().size());
    } catch (NotThere e) {
      return Optional.empty();
    }
  }

  private int existingOrCreated(String topic, Map<String, Integer> partitions, String like) {
    Optional<Integer> existing = partitionsOf(topic);
    if (existing.isPresent()) {
      return existing.get();
    }
    int count = known(partitions, like);
    NewTopic created =
        new NewTopic(topic, Optional.of(count), Optional.empty())
            .configs(
                Map.of(
                    TopicConfig.RETENTION_MS_CONFIG,
                    "-1",
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    Integer.toString(StreamsSettings.RECORD_BYTES_MAX)));
    try {
      await(admin.createTopics(List.of(created)).all());
      LOG.info("topic={} partitions={} created, kept for ever", topic, count);
    } catch (AlreadyThere e) {
      LOG.debug("topic={} was created by another worker", topic);
    }
    awaitTopic(topic);
    return partitionsOf(topic).orElse(count);
  }

  /** A topic that was just created may not be known to every broker yet. */
  private void awaitTopic(String topic) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MS);
    while (partitionsOf(topic).isEmpty() && System.nanoTime() < deadline) {
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Map<String, Map<Integer, Long>> tableEnds(
      PhysicalPlan plan, Map<String, Integer> partitions) {
    Map<String, Map<Integer, Long>> ends = new HashMap<>();
    for (Node.Table table : plan.tables()) {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (int i = 0; i < known(partitions, table.topic()); i++) {
        asked.put(new TopicPartition(table.topic(), i), OffsetSpec.latest());
      }
      // a reader of committed records never gets behind a transaction that is left open
      ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
      Map<Integer, Long> byPartition = new TreeMap<>();
      await(admin.listOffsets(asked, committed).all())
          .forEach((partition, end) -> byPartition.put(partition.partition(), end.offset()));
      ends.put(table.topic(), byPartition);
    }
    return ends;
  }

  private StageLimits limits(Collection<String> outputs) {
    List<ConfigResource> resources =
        outputs.stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
            .toList();
    StageLimits defaults = StageLimits.DEFAULT;
    long ahead = Long.MAX_VALUE;
    long bytes = defaults.recordBytesMax();
    for (Config config : await(admin.describeConfigs(resources).all()).values()) {
      ahead =
          Math.min(
              ahead,
              number(
                  config,
                  TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                  defaults.aheadOfClockMs()));
      bytes =
          Math.min(
              bytes,
              number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes + HEADERS_ROOM)
                  - HEADERS_ROOM);
    }
    // half a minute less than the brokers allow: their clocks are not ours
    long aheadOfClock = ahead == Long.MAX_VALUE ? Long.MAX_VALUE / 2 : Math.max(0, ahead - 30_000);
    return new StageLimits(
        defaults.heapPanesMax(),
        defaults.partialPanesMax(),
        (int) Math.max(1, bytes),
        aheadOfClock);
  }

  private static long number(Config config, String key, long absent) {
    ConfigEntry entry = config.get(key);
    return entry == null || entry.value() == null ? absent : Long.parseLong(entry.value());
  }

  private static int known(Map<String, Integer> partitions, String topic) {
    return Objects.requireNonNull(partitions.get(topic), topic);
  }

  private <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(ANSWER_MS + 2_000L, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobException(
          JobException.Code.INTERNAL, "interrupted while asking the brokers", "try again", e);
    } catch (TimeoutException e) {
      throw unreachable(e);
    } catch (ExecutionException e) {
      throw translated(e.getCause() == null ? e : e.getCause());
    }
  }

  private RuntimeException translated(Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new NotThere(cause);
    }
    if (cause instanceof TopicExistsException) {
      return new AlreadyThere(cause);
    }
    if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
      return new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the cluster at " + bootstrapServers + " refuses: " + cause.getMessage(),
          "check the credentials in the file given with --config, and the principal's ACLs",
          cause);
    }
    if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      return unreachable(cause);
    }
    return new JobException(
        JobException.Code.INTERNAL,
        "the cluster at " + bootstrapServers + " answered: " + cause.getMessage(),
        "see the broker's log",
        cause);
  }

  private JobException unreachable(Throwable cause) {
    return new JobException(
        JobException.Code.BROKER_UNREACHABLE,
        "no Kafka broker answers at " + bootstrapServers,
        "start one (tidemark dev), or state its address with --bootstrap-server HOST:PORT",
        cause);
  }

  private static final class NotThere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotThere(Throwable cause) {
      super(cause);
    }
  }

  private static final class AlreadyThere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AlreadyThere(Throwable cause) {
      super(cause);
    }
  }
}
