package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Parameter;
import dev.tidemark.topology.plan.Problem;
import java.util.List;

/** Only parameters that the job declares are set: a typo is rejected. */
final class ParametersAreKnown implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<String> known =
        plan.parameters().declared().stream().map(Parameter::name).sorted().toList();
    String remedy =
        known.isEmpty() ? "it has none, remove it" : "it has " + String.join(", ", known);
    return plan.parameters().given().keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .map(
            name ->
                new Problem(
                    Problem.Code.PARAMETER_UNKNOWN,
                    "parameter " + name,
                    "the job does not have it",
                    remedy))
        .toList();
  }
}
