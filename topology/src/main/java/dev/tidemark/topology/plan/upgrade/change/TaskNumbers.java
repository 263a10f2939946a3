package dev.tidemark.topology.plan.upgrade.change;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The content of each task, in the order in which Kafka Streams numbers it: tables first, then
 * stages and the readers of their exchanges as they appear; a stage that is joined with a table
 * shares a task with it, and so do the writers of one exchange.
 */
public final class TaskNumbers {
  private final PlanDocument plan;
  private final Map<String, Set<String>> groups = new LinkedHashMap<>();

  private TaskNumbers(PlanDocument plan) {
    this.plan = plan;
  }

  /** The members of each group, joined by a plus; the place in the list is the number. */
  public static List<String> of(PlanDocument plan) {
    TaskNumbers numbers = new TaskNumbers(plan);
    plan.tables().keySet().forEach(table -> numbers.appear("table " + table));
    plan.stages().values().forEach(numbers::stage);
    plan.stages().values().forEach(numbers::join);
    plan.exchanges().values().forEach(numbers::meet);
    List<String> names = new ArrayList<>();
    new LinkedHashSet<>(numbers.groups.values())
        .forEach(group -> names.add(String.join(" + ", group)));
    return names;
  }

  private void stage(PlanPart stage) {
    appear(stage.name());
    for (PlanPart node : plan.nodesOf(stage)) {
      Optional<PlanPart> exchange =
          node.knows("input")
              ? Optional.ofNullable(plan.exchanges().get(node.textOf("exchange")))
              : Optional.empty();
      exchange.flatMap(found -> found.text("to")).ifPresent(this::appear);
    }
  }

  private void join(PlanPart stage) {
    for (PlanPart node : plan.nodesOf(stage)) {
      if (node.is("kind", "join")) {
        unite("table " + node.textOf("table"), stage.name());
      }
    }
  }

  /** The writers of one exchange share a task. */
  private void meet(PlanPart exchange) {
    List<String> writers = exchange.names("from");
    writers.forEach(writer -> unite(writers.get(0), writer));
  }

  private void appear(String member) {
    groups.computeIfAbsent(member, name -> new LinkedHashSet<>(Set.of(name)));
  }

  /** The group that appeared first takes in the other one. */
  private void unite(String one, String other) {
    Set<String> first = groups.get(one);
    Set<String> second = groups.get(other);
    if (first == null || second == null || first == second) {
      return;
    }
    first.addAll(second);
    second.forEach(member -> groups.put(member, first));
  }
}
