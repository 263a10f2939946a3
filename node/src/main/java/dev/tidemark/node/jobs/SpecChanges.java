package dev.tidemark.node.jobs;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.PlanView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The legal changes of a spec, each as a new spec one version on. Pure. */
public final class SpecChanges {

  private SpecChanges() {}

  /**
   * The first version of a job.
   *
   * @param run its first run: 1, or past what an earlier job of this name has left in Kafka
   */
  public static JobSpec created(
      String name, JobRequest request, PlanView plan, int run, Author author) {
    return new JobSpec(
        name,
        1,
        run,
        new JobSpec.Code(request.jar(), plan.jobClass(), parameters(request, Optional.empty())),
        new JobSpec.Target(
            settings(request, Optional.empty()),
            orElse(request.initialState(), DesiredState.RUNNING),
            0),
        new JobSpec.Planned(plan.plan(), plan.partitions()),
        author,
        author,
        null,
        null);
  }

  /**
   * The next version of a job with other code, parameters or settings.
   *
   * @param run the same for an upgrade in place, which keeps the numbers of partitions that the run
   *     began with; a new one for a replay
   */
  public static JobSpec upgraded(
      JobSpec old, JobRequest request, PlanView plan, int run, Author author) {
    Map<String, Integer> partitions = new HashMap<>(plan.partitions());
    if (run == old.run()) {
      partitions.putAll(old.partitions());
    }
    return new JobSpec(
        old.name(),
        old.version() + 1,
        run,
        new JobSpec.Code(request.jar(), plan.jobClass(), parameters(request, Optional.of(old))),
        new JobSpec.Target(
            settings(request, Optional.of(old)),
            orElse(request.initialState(), old.desiredState()),
            old.restarts()),
        new JobSpec.Planned(plan.plan(), Map.copyOf(partitions)),
        author,
        author,
        run == old.run() ? old.scope() : null,
        run == old.run() ? old.replay() : null);
  }

  /**
   * The next version of a job with another desired state; the same one if it is there already.
   *
   * @throws ApiException 409 if the job's present state does not allow it
   */
  public static JobSpec changed(JobSpec old, JobVerb verb, Author author) {
    DesiredState now = old.desiredState();
    return switch (verb) {
      case STOP -> with(old, DesiredState.STOPPED, old.restarts(), author);
      case RESUME -> with(old, DesiredState.RUNNING, old.restarts(), author);
      case PAUSE -> {
        refuseStopped(old, "paused");
        yield with(old, DesiredState.PAUSED, old.restarts(), author);
      }
      case RESTART -> {
        refuseStopped(old, "restarted");
        yield with(old, now, old.restarts() + 1, author);
      }
    };
  }

  /** The parameters that a request means: what is in force, unless it states any. */
  public static Map<String, String> parameters(JobRequest request, Optional<JobSpec> old) {
    Map<String, String> stated = request.parameters();
    return stated == null ? old.map(JobSpec::parameters).orElse(Map.of()) : Map.copyOf(stated);
  }

  /** The settings that a request means: what is in force, unless it states any. */
  public static JobSettings settings(JobRequest request, Optional<JobSpec> old) {
    return orElse(request.settings(), old.map(JobSpec::settings).orElse(JobSettings.DEFAULT));
  }

  /** The spec that a change is about. */
  public static JobSpec existing(String name, Optional<JobSpec> spec) {
    return spec.orElseThrow(() -> notFound(name));
  }

  /** There is no such job. */
  public static ApiException notFound(String name) {
    return ApiException.of(
        404,
        "job_not_found",
        "there is no job '%s'".formatted(name),
        "see all jobs: tidemark list");
  }

  /**
   * Checks that the caller has seen the newest version.
   *
   * @throws ApiException 412 if not
   */
  public static void requireVersion(Optional<JobSpec> spec, OptionalLong ifMatch) {
    if (ifMatch.isEmpty()) {
      return;
    }
    long expected = ifMatch.getAsLong();
    long version = spec.map(JobSpec::version).orElse(0L);
    if (version != expected) {
      throw ApiException.of(
          412,
          "version_mismatch",
          version == 0
              ? "version %d was expected, and there is no such job".formatted(expected)
              : "job '%s' is at version %d, not %d"
                  .formatted(spec.orElseThrow().name(), version, expected),
          "look at the job again, and repeat the change with its version if it is still right");
    }
  }

  private static void refuseStopped(JobSpec spec, String participle) {
    if (spec.desiredState() == DesiredState.STOPPED) {
      throw ApiException.of(
          409,
          "job_stopped",
          "job '%s' is stopped; it can't be %s".formatted(spec.name(), participle),
          "start it again: tidemark resume " + spec.name());
    }
  }

  private static JobSpec with(JobSpec old, DesiredState state, int restarts, Author author) {
    if (old.desiredState() == state && old.restarts() == restarts) {
      return old;
    }
    return old.next(author).withTarget(new JobSpec.Target(old.settings(), state, restarts));
  }

  private static <T> T orElse(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
