package dev.tidemark.topology.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.topology.plan.Explanation;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replay of a job that no node looks after. What its run differs in is kept in a file beside its
 * state, so that the same command starts it again after a crash.
 */
public final class StandaloneReplay {

  private static final Logger LOG = LoggerFactory.getLogger(StandaloneReplay.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final PhysicalPlan plan;
  private final RunConfig config;

  /**
   * Of a run.
   *
   * @param config its application id, brokers, Kafka properties and state folder count
   */
  public StandaloneReplay(PhysicalPlan plan, RunConfig config) {
    this.plan = plan;
    this.config = config;
  }

  /**
   * What is kept.
   *
   * @param ready whether the reset was finished
   */
  private record Kept(boolean ready, ReplayScope scope) {}

  /**
   * What a replay of the run would do.
   *
   * @throws JobException as {@link ReplayStarts#plan}
   */
  public ReplayPlan plan(ReplayRequest request, InstantSource clock) {
    return ReplayStarts.plan(
        config, Explanation.json(plan), Explanation.json(plan), request, clock);
  }

  /**
   * Takes from the run all that it has come to, in Kafka and here, and lets it begin anew in a scope:
   * its offsets, its state and its exchanges are deleted, never an output, late or dead-letter topic.
   * The same again finishes what was interrupted.
   *
   * @throws JobException {@code STATE_MISMATCH} while the group has members
   */
  public void reset(ReplayScope scope) {
    try (Brokers brokers = Brokers.connect(config)) {
      boolean hasGroup = provedEmpty(brokers);
      keep(new Kept(false, scope));
      if (hasGroup) {
        deleteGroup(brokers);
      }
      Set<String> topics = internalTopics();
      topics.forEach(topic -> delete(brokers, topic));
      awaitGone(brokers, topics);
      deleteState();
      keep(new Kept(true, scope));
      LOG.info("group={} reset, topics={}", config.applicationId(), topics);
    }
  }

  /**
   * The scope that the run was given; {@link ReplayScope#NONE} if it was given none.
   *
   * @throws JobException {@code STATE_MISMATCH} if a reset was interrupted
   */
  public static ReplayScope scopeOf(RunConfig config) {
    Path file = file(config);
    if (!Files.exists(file)) {
      return ReplayScope.NONE;
    }
    Kept kept;
    try {
      kept = JSON.readValue(file.toFile(), Kept.class);
    } catch (IOException e) {
      throw new JobException(
          JobException.Code.STATE_MISMATCH,
          "file %s does not say where the run begins: %s".formatted(file, e.getMessage()),
          "start the replay again (tidemark replay)",
          e);
    }
    if (!kept.ready) {
      throw new JobException(
          JobException.Code.STATE_MISMATCH,
          "the reset of run %s was interrupted".formatted(config.applicationId()),
          "start the replay again (tidemark replay); it finishes the reset first");
    }
    return kept.scope;
  }

  /** Whether there is a group; refuses if somebody is in it. */
  private boolean provedEmpty(Brokers brokers) {
    String group = config.applicationId();
    try {
      Map<String, ConsumerGroupDescription> found =
          brokers.await(
              brokers.admin().describeConsumerGroups(List.of(group)).all(),
              "describe group " + group);
      ConsumerGroupDescription description = found.get(group);
      if (description != null && !description.members().isEmpty()) {
        throw inUse();
      }
      return description != null;
    } catch (Brokers.NotThere e) {
      return false;
    }
  }

  private void deleteGroup(Brokers brokers) {
    String group = config.applicationId();
    try {
      brokers.await(
          brokers.admin().deleteConsumerGroups(List.of(group)).all(), "delete group " + group);
    } catch (Brokers.NotThere e) {
      LOG.debug("group={} is gone", group);
    } catch (Brokers.InUse e) {
      throw inUse();
    }
  }

  private JobException inUse() {
    return new JobException(
        JobException.Code.STATE_MISMATCH,
        "run " + config.applicationId() + " is running: its group has members",
        "stop it first; a process that died is forgotten after its session timeout");
  }

  /** By the names of the plan: an application id alone does not tell them from those of others. */
  private Set<String> internalTopics() {
    ReplayTopics names = ReplayTopics.of(Explanation.json(plan));
    Set<String> topics = new TreeSet<>();
    names
        .stores()
        .forEach(store -> topics.add(config.applicationId() + "-" + store + "-changelog"));
    names
        .exchanges()
        .forEach(
            exchange -> topics.add(config.applicationId() + "-" + exchange + "-repartition"));
    return topics;
  }

  private static void delete(Brokers brokers, String topic) {
    try {
      brokers.await(brokers.admin().deleteTopics(List.of(topic)).all(), "delete topic " + topic);
    } catch (Brokers.NotThere e) {
      LOG.debug("topic={} is not there", topic);
    }
  }

  private void awaitGone(Brokers brokers, Set<String> topics) {
    long end = System.nanoTime() + GONE_NANOS;
    while (topics.stream().anyMatch(topic -> brokers.partitionsOf(topic).isPresent())
        && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Kafka Streams keeps the state of an application under its id. */
  private void deleteState() {
    Path folder = config.stateDir().resolve(config.applicationId());
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the state in " + folder + " can't be deleted", e);
    }
  }

  private void keep(Kept kept) {
    Path file = file(config);
    try {
      Files.createDirectories(config.stateDir());
      Path written = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(written, text(kept));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("file " + file + " can't be written", e);
    }
  }

  private static String text(Kept kept) throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(kept);
  }

  private static Path file(RunConfig config) {
    return config.stateDir().resolve(config.applicationId() + ".replay.json");
  }
}
