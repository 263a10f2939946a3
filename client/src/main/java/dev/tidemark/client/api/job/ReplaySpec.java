package dev.tidemark.client.api.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties that make a job's run a replay. A shadow replay is a spec of its own beside the
 * job's, under {@link #nameOf}; an in-place one is the job's own.
 *
 * @param of the job
 * @param mode where it writes to
 * @param suffix of the topics that a shadow replay writes; empty in place
 * @param from where it begins, as it was asked for
 * @param until where it ends, as it was asked for; null: it continues without an end
 * @param phase how far it has come
 * @param purge while it is cancelled: whether its shadow topics go, too
 * @param ranges what is history to it, by topic and partition
 * @param base what the job ran when the replay began
 * @param startedBy who began it
 * @param startedAt when
 */
public record ReplaySpec(
    String of,
    ReplayMode mode,
    String suffix,
    ReplayFrom from,
    @Nullable Instant until,
    ReplayPhase phase,
    boolean purge,
    Map<String, Map<Integer, Range>> ranges,
    Base base,
    String startedBy,
    Instant startedAt) {

  private static final String SUFFIX = ".replay";

  /**
   * Offsets of one partition.
   *
   * @param from the first
   * @param to one past the last
   */
  public record Range(long from, long to) {
    /** Returns how many records there are, according to the offsets. */
    public long records() {
      return Math.max(0, to - from);
    }
  }

  /** The state of a job when a replay of it began. */
  public record Base(
      int run, String jar, @JsonProperty("class") String jobClass, Map<String, String> parameters) {
    /** Returns the base of a job as it runs now. */
    public static Base of(JobSpec job) {
      return new Base(job.run(), job.jar(), job.jobClass(), job.parameters());
    }
  }

  /** The name of the spec of a job's shadow replay: it has a dot, so no job can be called so. */
  public static String nameOf(String job) {
    return job + SUFFIX;
  }

  /** Returns whether a spec of this name is a shadow replay. */
  public static boolean isName(String name) {
    return name.endsWith(SUFFIX);
  }

  /** The job that a spec of this name belongs to. */
  public static String jobOf(String name) {
    return isName(name) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /** The same in another phase. */
  public ReplaySpec in(ReplayPhase other, boolean purged) {
    return new ReplaySpec(
        of, mode, suffix, from, until, other, purged, ranges, base, startedBy, startedAt);
  }
}
