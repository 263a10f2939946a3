package dev.tidemark.topology.plan.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.PhysicalPlan;
import org.apiguardian.api.API;

/** A plan as people and as tools read it. Equal plans are explained alike, to the byte. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class Explanation {

  /**
   * The format of {@link #json}, and of the state and the exchanges of the plans that it explains:
   * grows when one of them can't be read by those who knew the format before.
   */
  public static final int FORMAT = 1;

  private Explanation() {}

  /** The plan as an indented tree, ASCII, with a newline at the end. */
  public static String text(PhysicalPlan plan) {
    return new TextExplanation(plan).text();
  }

  /**
   * The plan as JSON, whole enough to work on a job without its classes. Field names are in
   * snake_case and always in the same order; durations end in {@code _ms}, schemas in {@code
   * _schema} (null for the types that have none).
   *
   * <ul>
   *   <li>{@code format}: {@link #FORMAT}
   *   <li>{@code job}, {@code parameters} (in force, as text)
   *   <li>{@code on_error}: the policy for elements that can't be processed, unless each is a dead
   *       letter at once; also at the nodes that differ from it
   *   <li>{@code stages}, each after those that feed it, with {@code progress_store} and {@code
   *       nodes}
   *   <li>{@code exchanges}: what goes through them, {@code from} and {@code to} which stage, and
   *       as many partitions as which topic
   *   <li>{@code stores}: all with a changelog; {@code content} is {@code progress} (of a stage or
   *       table), {@code panes} (of a window, with all that the window is, and the {@code
   *       accumulator_schemas} that its bytes are pinned to, if there are any), {@code parked}
   *       (elements of a stage that wait for their next attempt) or {@code table} (in the order of
   *       the plan's tables)
   *   <li>{@code sources}: the streams that are read, each with the stage that reads it and {@code
   *       event_time} (null: none)
   *   <li>{@code paths}: see {@link Paths}
   *   <li>{@code topics}: all but the internal ones, by role
   *   <li>{@code notes}
   * </ul>
   */
  public static JsonNode json(PhysicalPlan plan) {
    return new JsonExplanation(plan).json();
  }
}
