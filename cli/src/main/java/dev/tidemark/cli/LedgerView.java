package dev.tidemark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.topology.runtime.JobProgress;
import dev.tidemark.topology.runtime.JobProgress.SourcePartition;
import dev.tidemark.topology.runtime.JobProgress.WindowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a ledger is printed. */
final class LedgerView {
  private LedgerView() {}

  static List<String> table(JobProgress progress) {
    List<String> lines = new ArrayList<>(sources(progress.sources()).lines());
    if (!progress.windows().isEmpty()) {
      lines.add("");
      lines.addAll(windows(progress.windows()).lines());
    }
    return lines;
  }

  static ObjectNode json(String job, String applicationId, JobProgress progress) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("job", job).put("application_id", applicationId);
    ArrayNode sources = json.putArray("sources");
    progress.sources().forEach(source -> sources.add(json(source)));
    ArrayNode windows = json.putArray("windows");
    progress.windows().forEach(window -> windows.add(json(window)));
    return json;
  }

  private static TextTable sources(List<SourcePartition> sources) {
    TextTable table =
        new TextTable(
            "TOPIC",
            "PARTITION",
            "OUTPUT",
            "POSITION",
            "READ",
            "FILTERED",
            "LATE",
            "DEAD LETTERS",
            "COUNTED",
            "WATERMARK",
            "IDLE");
    for (SourcePartition source : sources) {
      table.row(
          source.topic(),
          source.partition(),
          source.output(),
          source.position(),
          source.read(),
          source.filtered(),
          source.late(),
          source.deadLettered(),
          source.counted(),
          text(source.watermark()),
          yesNo(source.idle()));
    }
    return table;
  }

  private static TextTable windows(List<WindowState> windows) {
    TextTable table = new TextTable("WINDOW", "WRITTEN", "FAILED", "OPEN", "WATERMARK", "ALL IDLE");
    for (WindowState window : windows) {
      table.row(
          window.name(),
          window.written(),
          window.failed(),
          window.open(),
          text(window.watermark()),
          yesNo(window.allIdle()));
    }
    return table;
  }

  private static ObjectNode json(SourcePartition source) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return json.put("topic", source.topic())
        .put("partition", source.partition())
        .put("output", source.output())
        .put("position", source.position())
        .put("watermark", source.watermark().map(Instant::toString).orElse(null))
        .put("idle", source.idle())
        .put("read", source.read())
        .put("expanded", source.expanded())
        .put("filtered", source.filtered())
        .put("late", source.late())
        .put("dead_lettered", source.deadLettered())
        .put("counted", source.counted());
  }

  private static ObjectNode json(WindowState window) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return json.put("name", window.name())
        .put("watermark", window.watermark().map(Instant::toString).orElse(null))
        .put("written", window.written())
        .put("failed", window.failed())
        .put("open", window.open())
        .put("all_idle", window.allIdle());
  }

  private static String text(Optional<Instant> instant) {
    return instant.map(Instant::toString).orElse("-");
  }

  private static String yesNo(boolean value) {
    return value ? "yes" : "no";
  }
}
