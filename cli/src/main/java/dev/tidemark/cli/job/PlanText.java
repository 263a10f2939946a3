package dev.tidemark.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A plan's JSON for people. The classes of the job are not at hand where the command line asks a
 * node, so this knows the JSON alone, and shows also what it does not know.
 */
final class PlanText {
  /** The fields that the position of a node in the tree already shows. */
  private static final Set<String> PLACE = Set.of("id", "kind", "input");

  private static final String MILLIS = "_ms";

  /** The fields whose values are words of the language, not names given by the job's author. */
  private static final Set<String> WORDS =
      Set.of("carries", "content", "join_kind", "role", "shape");

  private PlanText() {}

  static List<String> lines(JsonNode json) {
    PlanDocument plan = PlanDocument.of(json);
    List<String> lines = new ArrayList<>();
    lines.add("job " + plan.job().orElse(""));
    section(lines, "parameters", fields(plan.whole().part("parameters"), Set.of()));
    for (PlanPart stage : plan.list("stages")) {
      lines.add("");
      lines.add("stage " + stage.name());
      nodes(lines, stage.list("nodes"));
    }
    for (String part : List.of("exchanges", "stores", "topics")) {
      List<String> rows = new ArrayList<>();
      for (PlanPart item : plan.list(part)) {
        rows.add(row(item.name(), fields(item, Set.of("name"))));
      }
      section(lines, part, rows);
    }
    section(lines, "notes", plan.notes().stream().map(note -> "- " + note).toList());
    return lines.stream().map(PlanText::harmless).toList();
  }

  private static void nodes(List<String> lines, List<PlanPart> nodes) {
    Map<String, Integer> depths = new HashMap<>();
    for (PlanPart node : nodes) {
      int depth = depths.getOrDefault(String.join(" ", node.names("input")), 0) + 1;
      depths.put(node.name(), depth);
      String what = words(node.textOf("kind")) + " " + node.name();
      lines.add("  ".repeat(depth) + row(what, fields(node, PLACE)));
    }
  }

  private static String row(String what, List<String> facts) {
    return facts.isEmpty() ? what : what + ": " + String.join(", ", facts);
  }

  /** Returns the flat fields; nested ones are shown by {@code -o json} only. */
  private static List<String> fields(PlanPart part, Set<String> without) {
    List<String> facts = new ArrayList<>();
    part.json()
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (!without.contains(field.getKey()) && !value.isNull()) {
                if (value.isValueNode()) {
                  facts.add(fact(field.getKey(), value));
                } else if (value.isArray() && isFlat(value)) {
                  facts.add(words(field.getKey()) + " " + elements(value));
                }
              }
            });
    return facts;
  }

  /**
   * A name with its value: spans with their units, and the language's words as people write them.
   */
  private static String fact(String name, JsonNode value) {
    if (name.endsWith(MILLIS) && value.canConvertToLong()) {
      String what = name.substring(0, name.length() - MILLIS.length());
      return words(what) + " " + Formatting.span(value.asLong());
    }
    return words(name) + " " + (WORDS.contains(name) ? words(value.asText()) : value.asText());
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }

  private static boolean isFlat(JsonNode array) {
    return !array.isEmpty()
        && StreamSupport.stream(array.spliterator(), false).allMatch(JsonNode::isValueNode);
  }

  private static String elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(" "));
  }

  private static void section(List<String> lines, String title, List<String> rows) {
    if (!rows.isEmpty()) {
      lines.add("");
      lines.add(title);
      rows.forEach(row -> lines.add("  " + row));
    }
  }

  private static String harmless(String line) {
    return line.isEmpty() ? line : Formatting.harmless(line);
  }
}
