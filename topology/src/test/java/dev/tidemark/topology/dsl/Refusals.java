package dev.tidemark.topology.dsl;

import dev.tidemark.topology.plan.InvalidTopologyException;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Jobs made of a function, and what the planner has against them. */
final class Refusals {

  private Refusals() {}

  static StreamJob job(String name, Consumer<Topology> definition) {
    return new StreamJob() {
      @Override
      public void define(Topology topology) {
        definition.accept(topology);
      }

      @Override
      public String name() {
        return name;
      }
    };
  }

  static PhysicalPlan plan(Consumer<Topology> definition) {
    return JobPlanner.plan(job("shop", definition), Map.of());
  }

  /** The problems of a job, one line each; empty if it is planned. */
  static List<String> of(Consumer<Topology> definition) {
    return of(Map.of(), definition);
  }

  static List<String> of(Map<String, String> parameters, Consumer<Topology> definition) {
    return problems(job("shop", definition), parameters).stream().map(Problem::toString).toList();
  }

  static List<Problem> problems(StreamJob job, Map<String, String> parameters) {
    try {
      JobPlanner.plan(job, parameters);
      return List.of();
    } catch (InvalidTopologyException e) {
      return e.problems();
    }
  }
}
