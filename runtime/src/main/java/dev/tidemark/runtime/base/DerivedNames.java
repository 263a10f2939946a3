package dev.tidemark.runtime.base;

import dev.tidemark.topology.plan.PhysicalPlan;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of topics that follow from other names: changelogs and exchanges from the application
 * id and the names of steps and topics, the dead-letter topic from the name of the job, shadows
 * from a suffix. Kafka refuses a name of more than 249 characters only when the topic is created.
 */
public final class DerivedNames {

  private static final int CHARS_MAX = 249;

  private DerivedNames() {}

  /** Returns the changelogs and the exchanges of a run. */
  public static Set<String> internal(PhysicalPlan plan, String applicationId) {
    Set<String> names = new LinkedHashSet<>(PurgeCheck.exchanges(plan, applicationId));
    plan.stores().forEach(use -> names.add(applicationId + "-" + use.store() + "-changelog"));
    return names;
  }

  /**
   * Returns a problem for each name that is too long.
   *
   * @param outputs the topics that the run writes to
   */
  public static List<JobException> problems(
      PhysicalPlan plan, String applicationId, Collection<String> outputs) {
    Set<String> names = internal(plan, applicationId);
    names.addAll(outputs);
    return names.stream()
        .filter(name -> name.length() > CHARS_MAX)
        .map(
            name ->
                new JobException(
                    JobException.Code.CONFIGURATION,
                    "topic %s... would have a name of %d characters, and Kafka allows %d"
                        .formatted(name.substring(0, 80), name.length(), CHARS_MAX),
                    "shorten the application id, the name of the job, or the name of the step or"
                        + " topic in it"))
        .toList();
  }
}
