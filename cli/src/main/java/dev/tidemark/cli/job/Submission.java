package dev.tidemark.cli.job;

import dev.tidemark.cli.option.JobTables;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The result of a submission as human-readable text. */
final class Submission {
  private Submission() {}

  /** The job in short: what runs, what it reads and writes, what was created for it. */
  static List<String> lines(SubmitView submitted) {
    JobSpec spec = submitted.job().spec();
    TextTable facts = new TextTable("JOB", spec.name());
    facts
        .row(
            "state",
            submitted.dryRun() ? "(dry run: nothing was changed)" : submitted.job().state())
        .row("application id", submitted.job().applicationId())
        .row("class", spec.jobClass())
        .row("jar", Formatting.shortId(spec.jar()))
        .row("settings", JobTables.settings(spec.settings()));
    PlanDocument plan = PlanDocument.of(submitted.plan().plan());
    topics(plan, submitted.plan().partitions())
        .forEach((role, topics) -> facts.row(role, String.join(", ", topics)));
    facts.row("stores", names(plan.stores()));
    facts.row("exchanges", names(plan.exchanges()));
    List<String> lines = new ArrayList<>(facts.lines());
    if (submitted.upgrade() != null) {
      lines.add("");
      lines.addAll(UpgradeText.lines(submitted.upgrade()));
    }
    return lines;
  }

  /** Returns the problems, and the commands that follow. */
  static List<String> talk(SubmitView submitted) {
    List<String> lines = new ArrayList<>();
    for (ErrorView warning : submitted.plan().warnings()) {
      lines.add("warning: " + Formatting.harmless(warning.message()));
      lines.add("hint: " + Formatting.harmless(warning.hint()));
    }
    if (!submitted.dryRun()) {
      String name = submitted.job().spec().name();
      lines.add("");
      lines.add("Continue with:");
      Stream.of("status %s", "lag %s --watch", "logs %s --follow", "ledger %s", "stop %s --wait")
          .forEach(verb -> lines.add("  tidemark " + verb.formatted(name)));
    }
    return lines;
  }

  /** The topics by what the job does with them. */
  private static Map<String, List<String>> topics(
      PlanDocument plan, Map<String, Integer> partitions) {
    Map<String, List<String>> topics = new LinkedHashMap<>();
    for (PlanPart topic : plan.list("topics")) {
      String name = topic.name();
      Integer count = partitions.get(name);
      topics
          .computeIfAbsent(words(topic.textOf("role")), role -> new ArrayList<>())
          .add(count == null ? name : name + " (" + Formatting.count(count, "partition") + ")");
    }
    return topics;
  }

  private static String words(String role) {
    return switch (role) {
      case "stream" -> "reads";
      case "table" -> "tables";
      case "results" -> "writes";
      default -> role.replace('_', ' ');
    };
  }

  private static String names(Map<String, PlanPart> parts) {
    return parts.isEmpty() ? "none" : String.join(", ", parts.keySet());
  }
}
