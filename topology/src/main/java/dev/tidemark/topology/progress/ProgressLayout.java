package dev.tidemark.topology.progress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.eventtime.window.WindowKinds;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.document.PlanDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a plan that are needed to read the progress of its job: plain data, so a process
 * without the classes of the job can read it.
 *
 * @param owners the stages and tables; each has a progress store
 * @param paths from each source to where its elements are accounted for
 * @param tables that stages join with
 * @param windows with the stage that closes them
 * @param outOfOrderMs how far behind its highest event time a partition's watermark is, by source
 *     topic; topics without event time are left out
 */
public record ProgressLayout(
    List<String> owners,
    List<Paths.Path> paths,
    List<Table> tables,
    List<Window> windows,
    Map<String, Long> outOfOrderMs) {

  public ProgressLayout {
    owners = List.copyOf(owners);
    paths = List.copyOf(paths);
    tables = List.copyOf(tables);
    windows = List.copyOf(windows);
    outOfOrderMs = Map.copyOf(outOfOrderMs);
  }

  /**
   * A table.
   *
   * @param id its name in the plan
   * @param topic what it reads
   */
  public record Table(String id, String topic) {}

  /**
   * A window.
   *
   * @param name its name in the plan
   * @param stage the stage that closes it
   * @param closesAfterMs how far the watermark must be beyond a pane's last millisecond (of a
   *     session: its last event time) for it to close: its allowed lateness and gap
   */
  public record Window(String name, String stage, long closesAfterMs) {}

  /** The source topics, tables left out. */
  public List<String> streams() {
    return paths.stream().map(Paths.Path::source).distinct().toList();
  }

  /** The stage that reads a source topic. */
  String ownerOf(String topic) {
    return topic; // a stage is named by its first node, and a source by its topic
  }

  /** The layout of a plan at hand. */
  public static ProgressLayout of(PhysicalPlan plan) {
    List<String> owners = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    Map<String, Long> outOfOrderMs = new HashMap<>();
    for (Stage stage : plan.stages()) {
      owners.add(stage.name());
      stage
          .window()
          .map(Node.FinalWindow::window)
          .ifPresent(
              window ->
                  windows.add(
                      new Window(window.id(), stage.name(), window.lateness().closesAfterMs())));
    }
    for (Node.Source source : plan.sources()) {
      source
          .eventTime()
          .ifPresent(time -> outOfOrderMs.putIfAbsent(source.topic(), time.outOfOrderMs()));
    }
    List<Table> tables = new ArrayList<>();
    for (Node.Table table : plan.tables()) {
      owners.add(table.id());
      tables.add(new Table(table.id(), table.topic()));
    }
    return new ProgressLayout(owners, Paths.of(plan).all(), tables, windows, outOfOrderMs);
  }

  /**
   * The layout of a plan as {@code Explanation.json} prints it: equal to that of the plan itself.
   *
   * @throws IllegalArgumentException when it is not the JSON of a plan
   */
  public static ProgressLayout ofPlanJson(JsonNode plan) {
    return ofPlanJson(plan, WindowKinds.STANDARD);
  }

  /**
   * {@link #ofPlanJson(JsonNode)} with other kinds of windows.
   *
   * @throws IllegalArgumentException when it is not the JSON of a plan
   */
  public static ProgressLayout ofPlanJson(JsonNode plan, WindowKinds windowKinds) {
    return new PlanJsonLayout(PlanDocument.of(plan), windowKinds).layout();
  }
}
