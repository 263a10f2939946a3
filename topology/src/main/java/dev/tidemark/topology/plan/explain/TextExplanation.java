package dev.tidemark.topology.plan.explain;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.plan.ExchangeOutput;
import dev.tidemark.topology.plan.ExchangeUse;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.plan.StoreUse;
import dev.tidemark.topology.plan.TopicUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A plan for people. */
final class TextExplanation {
  private final PhysicalPlan plan;
  private final StringBuilder text = new StringBuilder();

  TextExplanation(PhysicalPlan plan) {
    this.plan = plan;
  }

  String text() {
    line(0, "job " + plan.job());
    if (!plan.onError().equals(OnError.DEAD_LETTER)) {
      line(1, "on error: " + OnErrorJson.text(plan.onError()));
    }
    if (!plan.parameters().isEmpty()) {
      section("parameters");
      new TreeMap<>(plan.parameters()).forEach((name, value) -> line(1, name + " = " + value));
    }
    plan.stages().forEach(this::stage);
    section("exchanges");
    table(ExchangeUse.of(plan).stream().map(TextExplanation::cells).toList());
    section("stores");
    table(stores().stream().map(TextExplanation::cells).toList());
    section("topics");
    table(TopicUse.of(plan).stream().map(this::cells).toList());
    if (!plan.notes().isEmpty()) {
      section("notes");
      plan.notes().forEach(note -> line(1, "- " + note));
    }
    return text.toString();
  }

  private void stage(Stage stage) {
    section("stage " + stage.name());
    Map<String, Integer> depths = new HashMap<>();
    for (Node node : stage.nodes()) {
      int depth =
          1 + node.inputs().stream().mapToInt(id -> depths.getOrDefault(id, 0)).max().orElse(0);
      depths.put(node.id(), depth);
      OnError policy = stage.onError(node);
      String onError =
          policy.equals(plan.onError()) ? "" : "; on error: " + OnErrorJson.text(policy);
      line(depth, node.accept(NodeText.INSTANCE) + onError);
    }
  }

  /** Returns the stores without the progress of tables: a table is always read whole. */
  private List<StoreUse> stores() {
    List<String> tables = plan.tables().stream().map(Node.Table::progressStore).toList();
    return plan.stores().stream().filter(use -> !tables.contains(use.store())).toList();
  }

  private static List<String> cells(ExchangeUse use) {
    ExchangeOutput output = use.output();
    return List.of(
        output.exchange().name(),
        output.elements().map(type -> "elements " + type.description()).orElse("partial panes"),
        "by key " + output.key().description(),
        "partitions like topic " + output.exchange().partitionsLike());
  }

  private static List<String> cells(StoreUse use) {
    return List.of(use.store(), use.content().words() + " " + use.holder());
  }

  private List<String> cells(TopicUse use) {
    List<String> cells = new ArrayList<>(List.of(use.topic(), use.role().word()));
    described("key", use.keySubject(plan.subjects()), use.key()).ifPresent(cells::add);
    described("value", use.valueSubject(plan.subjects()), use.value()).ifPresent(cells::add);
    return cells;
  }

  private static Optional<String> described(
      String part, Optional<String> subject, Optional<Type<?>> type) {
    return type.map(
        known ->
            part
                + " "
                + known.description()
                + subject.map(name -> " (subject " + name + ")").orElse(""));
  }

  private void section(String title) {
    text.append('\n');
    line(0, title);
  }

  /** Rows whose first two columns are aligned. */
  private void table(List<List<String>> rows) {
    int first = width(rows, 0);
    int second = width(rows, 1);
    for (List<String> row : rows) {
      String rest = row.size() > 2 ? "  " + String.join(", ", row.subList(2, row.size())) : "";
      line(1, (pad(row.get(0), first) + "  " + pad(row.get(1), second) + rest).stripTrailing());
    }
    if (rows.isEmpty()) {
      line(1, "none");
    }
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String pad(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }

  private void line(int depth, String content) {
    text.append("  ".repeat(depth)).append(content).append('\n');
  }
}
