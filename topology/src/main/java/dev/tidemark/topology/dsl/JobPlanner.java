package dev.tidemark.topology.dsl;

import dev.tidemark.topology.plan.InvalidTopologyException;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.rule.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/** From a job to the plan that runs. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class JobPlanner {

  private JobPlanner() {}

  /**
   * Plans a job under its own name.
   *
   * @param job what is to be computed
   * @param parameters the parameters that are set, by name
   * @throws InvalidTopologyException with all problems of the job, each with its remedy
   */
  public static PhysicalPlan plan(StreamJob job, Map<String, String> parameters) {
    return plan(job, parameters, Optional.empty());
  }

  /**
   * Plans a job, possibly under another name than its own, so that the same class can run more than
   * once: its dead letters and all that is named after the job follow.
   *
   * @param job what is to be computed
   * @param parameters the parameters that are set, by name
   * @param name the name to plan it under; empty for its own
   * @throws InvalidTopologyException with all problems of the job, each with its remedy
   */
  public static PhysicalPlan plan(
      StreamJob job, Map<String, String> parameters, Optional<String> name) {
    return plan(job, new Topology(Map.copyOf(parameters)), name);
  }

  private static PhysicalPlan plan(StreamJob job, Topology topology, Optional<String> name) {
    String planned;
    try {
      planned =
          name.isPresent() ? name.get() : Objects.requireNonNull(job.name(), "name() gave null");
      job.define(topology);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      List<Problem> problems = new ArrayList<>(topology.misuse());
      problems.add(failed(job, e));
      throw new InvalidTopologyException(problems);
    }
    return Planner.plan(topology.plan(planned));
  }

  /**
   * Plans a job as if its sources and tables left nothing out of what they read, whatever {@code
   * only} and {@code first} declare. If that job gives other results, the declared fields are too
   * few.
   *
   * @param job what is to be computed
   * @param parameters the parameters that are set, by name
   * @throws InvalidTopologyException with all problems of the job, each with its remedy
   */
  public static PhysicalPlan planReadingWhole(StreamJob job, Map<String, String> parameters) {
    return plan(job, new Topology(Map.copyOf(parameters), true), Optional.empty());
  }

  private static Problem failed(StreamJob job, Throwable failure) {
    String message = failure.getMessage() == null ? "" : ": " + firstLine(failure.getMessage());
    return new Problem(
        Problem.Code.JOB_FAILED,
        "job " + job.getClass().getName(),
        "its own code threw " + failure.getClass().getName() + message,
        "correct it" + place(job, failure));
  }

  private static String place(StreamJob job, Throwable failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (frame.getClassName().equals(job.getClass().getName())) {
        return " at " + frame.getFileName() + ":" + frame.getLineNumber();
      }
    }
    return "";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
