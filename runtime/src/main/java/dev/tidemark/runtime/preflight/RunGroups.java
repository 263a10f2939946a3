package dev.tidemark.runtime.preflight;

import dev.tidemark.runtime.base.Brokers;
import dev.tidemark.runtime.base.InternalTopics;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;

/** The runs of a job that is not in a cluster's job registry, as their consumer groups show. */
public final class RunGroups {

  private static final Pattern NUMBERED = Pattern.compile("(.+)\\.r([1-9][0-9]{0,8})");

  private RunGroups() {}

  /**
   * Proves that no process runs it.
   *
   * @param run of which the application id, the brokers and the Kafka properties count
   * @throws JobException {@code STATE_MISMATCH} if its group has members
   */
  public static void requireEmpty(RunConfig run) {
    String group = run.applicationId();
    try (Brokers brokers = Brokers.connect(run)) {
      Map<String, ConsumerGroupDescription> found =
          brokers.await(
              brokers.admin().describeConsumerGroups(List.of(group)).all(),
              "describe group " + group);
      ConsumerGroupDescription description = found.get(group);
      if (description != null && !description.members().isEmpty()) {
        throw new JobException(
            JobException.Code.STATE_MISMATCH,
            "run %s is running: its group has %d members"
                .formatted(group, description.members().size()),
            "stop its processes first; one that died is forgotten after its session timeout");
      }
    } catch (Brokers.NotThere nothingYet) {
      return;
    }
  }

  /**
   * Returns an application id that no run has had: that of the run with {@code .r2}, {@code .r3},
   * ... behind it. A group is forgotten after a while, so what is left in topics counts, too.
   *
   * @param plan of the job: shadows of the topics that it writes count
   */
  public static String next(RunConfig run, PhysicalPlan plan) {
    Matcher numbered = NUMBERED.matcher(run.applicationId());
    String base = numbered.matches() ? numbered.group(1) : run.applicationId();
    int number = numbered.matches() ? Integer.parseInt(numbered.group(2)) + 1 : 2;
    Set<String> written = new PlanTopics(plan).outputs().keySet();
    Set<String> groups = new HashSet<>();
    Set<String> topics;
    try (Brokers brokers = Brokers.connect(run)) {
      brokers
          .await(brokers.admin().listGroups().valid(), "list the groups")
          .forEach(group -> groups.add(group.groupId()));
      topics = brokers.await(brokers.admin().listTopics().names(), "list the topics");
    }
    while (groups.contains(id(base, number))
        || topics.stream().anyMatch(isOf(id(base, number)))
        || hasShadow(topics, written, number)) {
      number++;
    }
    return id(base, number);
  }

  /** Returns the default suffix of the topics of a shadow replay. */
  public static String shadowSuffix(int run) {
    return ".replay-r" + run;
  }

  /**
   * Returns whether there are topics of a shadow replay of this number, with the default suffix.
   */
  public static boolean hasShadow(Set<String> topics, Collection<String> written, int run) {
    return written.stream().anyMatch(topic -> topics.contains(topic + shadowSuffix(run)));
  }

  private static Predicate<String> isOf(String applicationId) {
    return topic -> InternalTopics.isInternal(applicationId, topic);
  }

  private static String id(String base, int number) {
    return base + ".r" + number;
  }
}
