package dev.tidemark.topology.progress;

import dev.tidemark.topology.eventtime.window.WindowKinds;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.StoreUse;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.document.PlannedWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the layout of progress in the JSON of a plan. */
final class PlanJsonLayout {

  private final PlanDocument document;
  private final PlanPart plan;
  private final WindowKinds windowKinds;

  PlanJsonLayout(PlanDocument document, WindowKinds windowKinds) {
    this.document = document;
    this.plan = document.whole();
    this.windowKinds = windowKinds;
  }

  ProgressLayout layout() {
    List<String> owners = new ArrayList<>();
    List<ProgressLayout.Window> windows = new ArrayList<>();
    Map<String, PlannedWindow> planned = plannedWindows();
    for (PlanPart stage : plan.requiredList("stages")) {
      String name = stage.requiredText("name");
      owners.add(name);
      for (PlanPart node : stage.requiredList("nodes")) {
        if (node.requiredText("kind").equals("final_window")) {
          String window = node.requiredText("window");
          if (!planned.containsKey(window)) {
            throw invalid("nothing feeds its window " + window);
          }
          windows.add(new ProgressLayout.Window(window, name, planned.get(window).closesAfterMs()));
        }
      }
    }
    List<ProgressLayout.Table> tables = tables();
    tables.forEach(table -> owners.add(table.id()));
    return new ProgressLayout(owners, paths(), tables, windows, outOfOrderMs());
  }

  private Map<String, PlannedWindow> plannedWindows() {
    try {
      return PlannedWindow.allOf(document.json(), windowKinds);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
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

  private static IllegalArgumentException invalid(String reason) {
    return new IllegalArgumentException("this is not the JSON of a plan: " + reason);
  }
}
