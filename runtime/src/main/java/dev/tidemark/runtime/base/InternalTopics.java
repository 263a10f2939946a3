package dev.tidemark.runtime.base;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources of a run in Kafka: its consumer group, its changelogs and its exchanges. To
 * separate them from those of others by their names alone, the application id must have the form
 * {@code NAME.rNUMBER}, where the name holds no dot: then no other run's start with {@code
 * NAME.rNUMBER-}.
 */
public final class InternalTopics {

  private static final Logger LOG = LoggerFactory.getLogger(InternalTopics.class);
  private static final Duration GONE_MAX = Duration.ofSeconds(5);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Pattern RUN = Pattern.compile("[a-z0-9-]{1,64}\\.r[1-9][0-9]{0,8}");

  private final String applicationId;
  private final RunConfig config;

  private InternalTopics(String applicationId, RunConfig config) {
    this.applicationId = applicationId;
    this.config = config;
  }

  /**
   * The result of a purge.
   *
   * @param topics the deleted topics, by name, sorted
   * @param group whether there was a group
   */
  public record Purged(List<String> topics, boolean group) {
    public Purged {
      topics = List.copyOf(topics);
    }
  }

  /**
   * Of one run. Nothing is asked of the brokers yet.
   *
   * @param applicationId {@code NAME.rNUMBER}
   * @param config of which the brokers and the Kafka properties count
   * @throws JobException {@code CONFIGURATION} if the application id has another form
   */
  public static InternalTopics of(String applicationId, RunConfig config) {
    if (!RUN.matcher(applicationId).matches()) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "the topics of application '" + applicationId + "' can't be told from those of others",
          "use an application id of the form NAME.rNUMBER, or delete the topics by hand");
    }
    return new InternalTopics(applicationId, config);
  }

  /** Returns the internal topics that exist, sorted. */
  public List<String> list() {
    try (Brokers brokers = Brokers.connect(config)) {
      return list(brokers);
    }
  }

  /**
   * Deletes the run's group and internal topics; never an output, late or dead-letter topic. What
   * is not there any more is no error, so the same again finishes what was interrupted.
   *
   * @param spared topics that are not to be deleted whatever their names are: all that the job
   *     reads or writes
   * @throws JobException {@code STATE_MISMATCH} while the group has members
   */
  public Purged purge(Collection<String> spared) {
    try (Brokers brokers = Brokers.connect(config)) {
      boolean group = deleteGroup(brokers);
      Set<String> kept = Set.copyOf(spared);
      List<String> topics = list(brokers).stream().filter(topic -> !kept.contains(topic)).toList();
      topics.forEach(topic -> delete(brokers, topic));
      awaitGone(brokers, topics);
      LOG.info("group={} deleted={} topics={}", applicationId, group, topics);
      return new Purged(topics, group);
    }
  }

  /** Returns the topic of an exchange. */
  public static String repartition(String applicationId, String exchange) {
    return applicationId + "-" + exchange + "-repartition";
  }

  /** Returns whether a topic is one of a run's own, by its name. */
  public static boolean isInternal(String applicationId, String topic) {
    String prefix = applicationId + "-";
    return topic.startsWith(prefix)
        && List.of("-changelog", "-repartition").stream()
            .anyMatch(
                suffix ->
                    topic.endsWith(suffix) && topic.length() > prefix.length() + suffix.length());
  }

  private List<String> list(Brokers brokers) {
    return brokers
        .await(brokers.admin().listTopics(new ListTopicsOptions().listInternal(false)).names())
        .stream()
        .filter(topic -> isInternal(applicationId, topic))
        .sorted()
        .toList();
  }

  private boolean deleteGroup(Brokers brokers) {
    try {
      Map<String, ConsumerGroupDescription> found =
          brokers.await(
              brokers.admin().describeConsumerGroups(List.of(applicationId)).all(),
              "describe group " + applicationId);
      ConsumerGroupDescription description = found.get(applicationId);
      if (description != null && !description.members().isEmpty()) {
        throw inUse(description.members().size() + " members");
      }
      brokers.await(
          brokers.admin().deleteConsumerGroups(List.of(applicationId)).all(),
          "delete group " + applicationId);
      return true;
    } catch (Brokers.NotThere e) {
      return false;
    } catch (Brokers.InUse e) {
      throw inUse("members");
    }
  }

  /**
   * Waits until the topics are gone: brokers learn from the controller a moment later which ones it
   * has deleted.
   */
  private void awaitGone(Brokers brokers, List<String> topics) {
    long end = System.nanoTime() + GONE_MAX.toNanos();
    while (list(brokers).stream().anyMatch(topics::contains)) {
      if (System.nanoTime() - end > 0) {
        LOG.warn("group={} its brokers still show some of topics={}", applicationId, topics);
        return;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private JobException inUse(String members) {
    return new JobException(
        JobException.Code.STATE_MISMATCH,
        "run " + applicationId + " is running: its group has " + members,
        "stop the job first; a process that died is forgotten after its session timeout");
  }

  private static void delete(Brokers brokers, String topic) {
    try {
      brokers.await(brokers.admin().deleteTopics(List.of(topic)).all(), "delete topic " + topic);
    } catch (Brokers.NotThere e) {
      LOG.debug("topic={} was deleted by another process", topic);
    }
  }
}
