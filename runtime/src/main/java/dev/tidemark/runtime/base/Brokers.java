package dev.tidemark.runtime.base;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * An admin client that answers in time or reports why not: what is expected comes as {@link
 * NotThere} and {@link AlreadyThere}, the rest as {@link JobException}. Thread-safe.
 */
public final class Brokers implements AutoCloseable {

  static final int ANSWER_MS = 10_000;

  private final Admin admin;
  private final String bootstrapServers;

  private Brokers(Admin admin, String bootstrapServers) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
  }

  /** Connects, and proves it. */
  public static Brokers connect(RunConfig config) {
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
    Brokers brokers = new Brokers(admin, config.bootstrapServers());
    try {
      brokers.await(admin.describeCluster().nodes());
    } catch (RuntimeException e) {
      brokers.close();
      throw e;
    }
    return brokers;
  }

  public Admin admin() {
    return admin;
  }

  /** {@code host:port,…}, for messages. */
  public String addresses() {
    return bootstrapServers;
  }

  /** Returns the description of a topic; empty if there is none. */
  Optional<TopicDescription> topic(String topic) {
    return topic(topic, "describe");
  }

  /**
   * The same.
   *
   * @param purpose what the topic is for, for the message if it may not even be seen
   */
  private Optional<TopicDescription> topic(String topic, String purpose) {
    try {
      @Nullable TopicDescription description =
          await(admin.describeTopics(List.of(topic)).allTopicNames(), purpose + " topic " + topic)
              .get(topic);
      return Optional.ofNullable(description);
    } catch (NotThere e) {
      return Optional.empty();
    }
  }

  /** Returns the number of partitions of a topic; empty if there is none. */
  public Optional<Integer> partitionsOf(String topic) {
    return partitionsOf(topic, "describe");
  }

  /** The same of a topic that is there for a purpose, e.g. {@code read}. */
  public Optional<Integer> partitionsOf(String topic, String purpose) {
    return topic(topic, purpose).map(found -> found.partitions().size());
  }

  /** Returns the error about a topic that does not exist, with a similar name if there is one. */
  public JobException missing(String message, String topic) {
    String meant =
        SimilarNames.meant(topic, names())
            .map(name -> "did you mean '%s'? Otherwise create".formatted(name))
            .orElse("create");
    return new JobException(
        JobException.Code.TOPIC_MISSING,
        message,
        meant
            + " the topic, e.g. with tidemark produce %s --create, or check the cluster"
                .formatted(topic));
  }

  private Set<String> names() {
    try {
      return await(admin.listTopics().names());
    } catch (JobException e) {
      return Set.of(); // the name of no other topic may be seen
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  /**
   * Waits for the answer.
   *
   * @param action what is asked for, for the message if it is not allowed, e.g. {@code describe
   *     topic orders}
   */
  public <T> T await(KafkaFuture<T> future, String action) {
    try {
      return await(future);
    } catch (JobException e) {
      if (e.getCause() instanceof AuthorizationException) {
        throw new JobException(
            JobException.Code.NOT_AUTHORIZED,
            "the cluster at %s does not let the job %s".formatted(bootstrapServers, action),
            "grant it to the principal of the job; docs/security.md has the whole list",
            e);
      }
      throw e;
    }
  }

  public <T> T await(KafkaFuture<T> future) {
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
    if (cause instanceof UnknownTopicOrPartitionException
        || cause instanceof GroupIdNotFoundException) {
      return new NotThere(cause);
    }
    if (cause instanceof TopicExistsException) {
      return new AlreadyThere(cause);
    }
    // offsets of a group that has members can be committed by these alone
    if (cause instanceof GroupNotEmptyException || cause instanceof UnknownMemberIdException) {
      return new InUse(cause);
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

  /** There is no such topic or group. */
  public static final class NotThere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotThere(Throwable cause) {
      super(cause);
    }
  }

  /** There is such a topic. */
  public static final class AlreadyThere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AlreadyThere(Throwable cause) {
      super(cause);
    }
  }

  /** The group has members. */
  public static final class InUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InUse(Throwable cause) {
      super(cause);
    }
  }
}
