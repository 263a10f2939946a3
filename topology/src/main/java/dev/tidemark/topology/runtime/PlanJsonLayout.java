package dev.tidemark.topology.runtime;

import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.PlanDocument;
import dev.tidemark.topology.plan.PlanPart;
import dev.tidemark.topology.plan.StoreUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the layout of progress in the JSON of a plan. */
final class PlanJsonLayout {

  private final PlanDocument document;
  private final PlanPart plan;

  PlanJsonLayout(PlanDocument document) {
    this.document = document;
    this.plan = document.whole();
  }

  ProgressLayout layout() {
    List<String> owners = new ArrayList<>();
    List<ProgressLayout.Window> windows = new ArrayList<>();
    for (PlanPart stage : plan.requiredList("stages")) {
      String name = stage.requiredText("name");
      owners.add(name);
      for (PlanPart node : stage.requiredList("nodes")) {
        if (node.requiredText("kind").equals("final_window")) {
          String window = node.requiredText("window");
          windows.add(new ProgressLayout.Window(window, name, closesAfterMs(window)));
        }
      }
    }
    List<ProgressLayout.Table> tables = tables();
    tables.forEach(table -> owners.add(table.id()));
    return new ProgressLayout(owners, paths(), tables, windows, outOfOrderMs());
  }

  /** The first phase of a window has its shape. */
  private long closesAfterMs(String window) {
    return document.nodes(Set.of("partial_window")).values().stream()
        .filter(node -> node.is("window", window))
        .findFirst()
        .map(node -> node.requiredNumber("allowed_lateness_ms") + node.number("gap_ms").orElse(0))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "this is not the JSON of a plan: nothing feeds its window " + window));
  }

  private List<Paths.Path> paths() {
    for (PlanPart path : plan.requiredList("paths")) {
      path.requiredText("source");
      path.requiredText("output");
      path.requiredList("nodes");
    }
    return document.paths();
  }

  private List<ProgressLayout.Table> tables() {
    List<ProgressLayout.Table> tables = new ArrayList<>();
    for (PlanPart store : plan.requiredList("stores")) {
      if (store.requiredText("content").equals(StoreUse.Content.TABLE.json())) {
        tables.add(new ProgressLayout.Table(store.requiredText("of"), store.requiredText("topic")));
      }
    }
    return tables;
  }

  private Map<String, Long> outOfOrderMs() {
    Map<String, Long> found = new HashMap<>();
    for (PlanPart source : plan.requiredList("sources")) {
      PlanPart eventTime = source.part("event_time");
      if (eventTime.isPresent()) {
        found.putIfAbsent(
            source.requiredText("topic"), eventTime.requiredNumber("out_of_order_ms"));
      }
    }
    return found;
  }
}
