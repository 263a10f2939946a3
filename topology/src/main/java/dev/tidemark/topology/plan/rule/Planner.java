package dev.tidemark.topology.plan.rule;

import dev.tidemark.topology.plan.InvalidTopologyException;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Problem;
import dev.tidemark.topology.plan.check.Checks;
import java.util.List;

/** Turns a logical plan into a physical plan: checks, then rules, then stages. Pure: no I/O. */
public final class Planner {

  /**
   * The rewrites, in their order. Joins come first: an exchange before a join decides in which
   * stage a window's first phase runs, and whether a window's results are moved before they reach
   * their topic.
   */
  private static final List<Rule> RULES =
      List.of(new PlaceExchangeBeforeForeignJoin(), new SplitWindowAroundExchange());

  private Planner() {}

  /**
   * Plans a job.
   *
   * @throws InvalidTopologyException with everything that is wrong with it
   */
  public static PhysicalPlan plan(LogicalPlan logical) {
    return plan(logical, RULES);
  }

  public static PhysicalPlan plan(LogicalPlan logical, List<Rule> rules) {
    List<Problem> problems = Checks.problems(logical);
    if (!problems.isEmpty()) {
      throw new InvalidTopologyException(problems);
    }
    LogicalPlan rewritten = rewrite(logical, rules);
    PhysicalPlan plan =
        new PhysicalPlan(
            logical.job(),
            CutIntoStages.of(rewritten),
            logical.all(Node.Table.class),
            logical.parameters().inForce(),
            Notes.of(rewritten),
            logical.errors().ofJob(),
            logical.subjects());
    Paths.of(plan).requireOneWayEach();
    return plan;
  }

  static LogicalPlan rewrite(LogicalPlan plan) {
    return rewrite(plan, RULES);
  }

  private static LogicalPlan rewrite(LogicalPlan plan, List<Rule> rules) {
    LogicalPlan rewritten = plan;
    for (Rule rule : rules) {
      rewritten = rule.apply(rewritten);
    }
    return rewritten;
  }
}
