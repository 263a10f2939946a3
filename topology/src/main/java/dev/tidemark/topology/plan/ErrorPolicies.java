package dev.tidemark.topology.plan;

import java.util.List;
import java.util.Map;

/**
 * The declared policies for elements that can't be processed.
 *
 * @param ofJob where a step has no policy of its own
 * @param ofSteps by the id of a node of the logical plan
 * @param all each policy once, where it was stated
 */
public record ErrorPolicies(OnError ofJob, Map<String, OnError> ofSteps, List<Stated> all) {

  /** No policy was declared. */
  public static final ErrorPolicies NONE =
      new ErrorPolicies(OnError.DEAD_LETTER, Map.of(), List.of());

  public ErrorPolicies {
    ofSteps = Map.copyOf(ofSteps);
    all = List.copyOf(all);
  }

  /**
   * A policy and the part of the job that it was stated for.
   *
   * @param where e.g. {@code job shop} or {@code stream orders}
   */
  public record Stated(String where, OnError onError) {}

  /**
   * The policy in force at a node, of a logical or a physical plan: what was made of a window or a
   * join has its policy.
   */
  public OnError of(Node node) {
    return ofSteps.getOrDefault(node.step(), ofJob);
  }
}
