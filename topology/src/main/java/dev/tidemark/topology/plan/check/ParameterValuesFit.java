package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Parameter;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.List;

/** Every parameter that is set can be converted. */
final class ParameterValuesFit implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Parameter parameter : plan.parameters().declared()) {
      String text = plan.parameters().given().get(parameter.name());
      if (text != null && parameter.kind().parse(text).isEmpty()) {
        problems.add(
            new Problem(
                Problem.Code.PARAMETER_INVALID,
                "parameter " + parameter.name(),
                "'" + text + "' is not " + parameter.kind().noun(),
                "write " + parameter.kind().example()));
      }
    }
    return problems;
  }
}
