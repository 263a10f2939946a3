package dev.tidemark.node.service;

import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.preflight.RunGroups;
import dev.tidemark.topology.progress.ReplayScope;
import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;

/**
 * The runs of jobs that still have topics or groups in Kafka, whether or not they are in the job
 * registry.
 */
final class Runs {

  private static final Pattern TOPIC =
      Pattern.compile("([a-z0-9-]{1,64})\\.r([1-9][0-9]{0,8})-.+-(changelog|repartition)");
  private static final Pattern GROUP = Pattern.compile("([a-z0-9-]{1,64})\\.r([1-9][0-9]{0,8})");

  private final Admin admin;
  private final NodeConfig config;

  Runs(Admin admin, NodeConfig config) {
    this.admin = admin;
    this.config = config;
  }

  /** Returns the configuration with which the engine reaches Kafka for a run. */
  RunConfig config(String applicationId) {
    return new RunConfig(
        applicationId,
        config.connections(),
        config.dataDir(),
        1,
        RunConfig.DEFAULT_COMMIT_INTERVAL,
        ReplayScope.NONE,
        "",
        Registration.NEVER);
  }

  /**
   * Returns the numbers of the runs that have left internal topics: they have processed something.
   */
  SortedSet<Integer> begun(String job) {
    return numbers(TOPIC, job, Errors.await(admin.listTopics().names()).stream());
  }

  /** Returns the numbers of all runs that have left anything. */
  SortedSet<Integer> known(String job) {
    Collection<GroupListing> groups = Errors.await(admin.listGroups().valid());
    SortedSet<Integer> numbers = numbers(GROUP, job, groups.stream().map(GroupListing::groupId));
    numbers.addAll(begun(job));
    return numbers;
  }

  /**
   * Returns a number that no run of a job has had: neither is it known to Kafka, nor are there
   * results of a replay under it.
   *
   * @param written the topics that the job writes
   */
  int next(String job, int current, Collection<String> written) {
    SortedSet<Integer> known = known(job);
    Set<String> topics = Errors.await(admin.listTopics().names());
    int next = Math.max(known.isEmpty() ? 0 : known.last(), current) + 1;
    while (RunGroups.hasShadow(topics, written, next)) {
      next++;
    }
    return next;
  }

  private static SortedSet<Integer> numbers(Pattern form, String job, Stream<String> names) {
    SortedSet<Integer> numbers = new TreeSet<>();
    names.forEach(
        name -> {
          Matcher matcher = form.matcher(name);
          if (matcher.matches() && matcher.group(1).equals(job)) {
            numbers.add(Integer.parseInt(matcher.group(2)));
          }
        });
    return numbers;
  }
}
