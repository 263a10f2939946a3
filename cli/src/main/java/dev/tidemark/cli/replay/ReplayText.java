package dev.tidemark.cli.replay;

import dev.tidemark.cli.option.JobTables;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.ReplayMode;
import dev.tidemark.client.api.job.ReplayPhase;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.client.api.replay.ReplayPlanView;
import dev.tidemark.client.api.replay.ReplayView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replays as human-readable text. */
final class ReplayText {
  private static final int SHOWN_MAX = 20;
  private static final int NOTES_MAX = 4;

  private ReplayText() {}

  /** Returns the plan of a replay. */
  static List<String> plan(ReplayPlanView plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Replay plan for job '%s': run %s, %s"
            .formatted(plan.job(), plan.applicationId(), words(plan.mode())));
    Map<String, List<ReplayPlanView.Partition>> topics = new LinkedHashMap<>();
    plan.partitions()
        .forEach(
            each -> topics.computeIfAbsent(each.topic(), topic -> new ArrayList<>()).add(each));
    topics.forEach((topic, partitions) -> lines.addAll(topic(topic, partitions)));
    lines.add(
        "  %-8s %s, about %s at %,d/s%s"
            .formatted(
                "total",
                Formatting.count(plan.records(), "record"),
                Formatting.span(plan.expectedMs()),
                plan.recordsPerSecond(),
                plan.measured() ? " (as the job does now)" : " (assumed until it runs)"));
    lines.add(
        "  %-8s %s: rebuilt by the run itself%s"
            .formatted(
                "state",
                plan.stores().isEmpty() ? "none" : String.join(", ", plan.stores()),
                plan.mode() == ReplayMode.SHADOW ? ", the live job continues" : ""));
    plan.outputs()
        .forEach(
            (topic, written) ->
                lines.add(
                    "  %-8s %s".formatted("output", Formatting.harmless(written))
                        + (topic.equals(written) ? "" : " (in the place of " + topic + ")")));
    Map<String, List<String>> notes = new LinkedHashMap<>();
    for (ErrorView warning : plan.warnings()) {
      notes.computeIfAbsent(warning.hint(), hint -> new ArrayList<>()).add(warning.message());
    }
    notes.forEach((hint, texts) -> lines.addAll(note(hint, texts)));
    return lines;
  }

  /** Returns the warnings: the partitions of each, and its explanation once. */
  private static List<String> note(String hint, List<String> texts) {
    List<String> lines = new ArrayList<>();
    texts.stream()
        .limit(NOTES_MAX)
        .forEach(text -> lines.add("  %-8s %s".formatted("note", Formatting.harmless(text))));
    if (texts.size() > NOTES_MAX) {
      lines.add("  %-8s ... and %d more like these".formatted("", texts.size() - NOTES_MAX));
    }
    lines.add("  %-8s   %s".formatted("", Formatting.harmless(hint)));
    return lines;
  }

  private static List<String> topic(String topic, List<ReplayPlanView.Partition> partitions) {
    List<String> lines = new ArrayList<>();
    boolean table = partitions.get(0).role().equals("table");
    lines.add(
        "  %-8s %s%s, %s"
            .formatted(
                "reads",
                topic,
                table ? " (table, from its beginning)" : "",
                Formatting.count(
                    partitions.stream().mapToLong(ReplayPlanView.Partition::records).sum(),
                    "record")));
    if (!table) {
      partitions.stream()
          .limit(SHOWN_MAX)
          .forEach(
              each ->
                  lines.add(
                      String.format(
                          Locale.ROOT,
                          "    p%-6d %s -> %,d, to %,d (%s)",
                          each.partition(),
                          each.current() == null
                              ? "-"
                              : String.format(Locale.ROOT, "%,d", each.current()),
                          each.from(),
                          each.to(),
                          Formatting.count(each.records(), "record"))));
      if (partitions.size() > SHOWN_MAX) {
        lines.add("    ... and %d more".formatted(partitions.size() - SHOWN_MAX));
      }
    }
    return lines;
  }

  /** Returns the progress of a replay. */
  static List<String> status(ReplayView replay) {
    List<String> lines = new ArrayList<>();
    lines.add(summary(replay));
    if (replay.reason() != null) {
      lines.add("      " + Formatting.harmless(replay.reason()));
    }
    TextTable table = new TextTable("TOPIC", "PARTITION", "FROM", "CURRENT", "TO", "DONE");
    for (ReplayView.Partition each : replay.partitions()) {
      table.row(
          each.topic(),
          each.partition(),
          each.from(),
          each.current(),
          each.to(),
          percent(each.done(), each.total()));
    }
    lines.addAll(table.lines());
    return lines;
  }

  /** The same in one line. */
  static String summary(ReplayView replay) {
    return String.format(
        Locale.ROOT,
        "JOB %s  RUN %s  %s%s  STATE %s  DONE %s (%,d of %,d records)%s%s",
        replay.job(),
        replay.applicationId(),
        replay.mode() == ReplayMode.SHADOW ? "shadow " + replay.suffix() : "in place",
        replay.phase() == ReplayPhase.RUNNING ? "" : "  " + words(replay.phase()),
        replay.state(),
        percent(replay.done(), replay.total()),
        replay.done(),
        replay.total(),
        rate(replay.recordsPerSecond()),
        left(replay));
  }

  /** One line for each replay. */
  static TextTable table(List<ReplayView> replays) {
    TextTable table =
        new TextTable("JOB", "RUN", "MODE", "PHASE", "STATE", "DONE", "LAG", "JAR", "STARTED");
    for (ReplayView replay : replays) {
      table.row(
          replay.job(),
          replay.applicationId(),
          words(replay.mode()),
          words(replay.phase()),
          JobTables.state(replay.state()),
          percent(replay.done(), replay.total()),
          replay.lag(),
          Formatting.shortId(replay.jar()),
          Formatting.instant(replay.startedAt()));
    }
    return table;
  }

  /** Returns the differences between the outputs of two runs. */
  static List<String> diff(DiffView diff) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "JOB %s  RUN %s.r%d  %s: %,d equal, %,d changed, %,d only in the old, %,d only in the new",
            diff.job(),
            diff.job(),
            diff.run(),
            diff.agrees() ? "EQUAL" : "DIFFERENT",
            diff.equal(),
            diff.changed(),
            diff.onlyOld(),
            diff.onlyNew()));
    for (DiffView.Output output : diff.outputs()) {
      lines.add("");
      lines.add(
          "%s and %s%s%s"
              .formatted(
                  output.topic(),
                  output.shadow(),
                  output.after() == null ? "" : ", after " + output.after(),
                  output.through() == null ? "" : ", through " + output.through()));
      TextTable table =
          new TextTable(
              "PARTITION", "OLD", "NEW", "EQUAL", "CHANGED", "ONLY-OLD", "ONLY-NEW", "DIGESTS");
      for (DiffView.Partition each : output.partitions()) {
        table.row(
            each.partition(),
            each.oldRecords(),
            each.newRecords(),
            each.equal(),
            each.changed(),
            each.onlyOld(),
            each.onlyNew(),
            digests(each));
      }
      lines.addAll(table.lines());
      output.differences().forEach(each -> lines.addAll(difference(each)));
    }
    return lines;
  }

  private static String digests(DiffView.Partition each) {
    return each.oldDigest().equals(each.newDigest())
        ? Formatting.shortId(each.oldDigest())
        : Formatting.shortId(each.oldDigest()) + " " + Formatting.shortId(each.newDigest());
  }

  private static List<String> difference(DiffView.Difference each) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %s at %s (partition %d)"
            .formatted(
                switch (each.kind()) {
                  case "CHANGED" -> "changed";
                  case "ONLY_OLD" -> "only in the old";
                  default -> "only in the new";
                },
                Formatting.harmless(
                    each.key().isTextual() ? each.key().asText() : each.key().toString()),
                each.at(),
                each.partition()));
    if (!each.oldValue().isNull()) {
      lines.add("  - " + Formatting.harmless(each.oldValue().toString()));
    }
    if (!each.newValue().isNull()) {
      lines.add("  + " + Formatting.harmless(each.newValue().toString()));
    }
    return lines;
  }

  static String words(ReplayMode mode) {
    return mode == ReplayMode.SHADOW ? "shadow" : "in place";
  }

  private static String words(ReplayPhase phase) {
    return switch (phase) {
      case RUNNING -> "running";
      case FREEZING -> "promoting: the replay comes to its end";
      case HANDING_OVER -> "promoting: the live run comes to its end";
      case SWITCHING -> "promoting: the runs change places";
      case CANCELLING -> "cancelling";
    };
  }

  private static String percent(long done, long total) {
    return total == 0
        ? "100 %"
        : String.format(Locale.ROOT, "%.0f %%", Math.floor(100.0 * done / total));
  }

  private static String rate(@Nullable Double perSecond) {
    return perSecond == null ? "" : String.format(Locale.ROOT, ", %,.0f/s", perSecond);
  }

  private static String left(ReplayView replay) {
    if (replay.hasCaughtUp()) {
      return String.format(Locale.ROOT, ", caught up, %,d behind now", replay.lag());
    }
    return replay.remainingMs() == null
        ? ""
        : ", about " + Formatting.span(replay.remainingMs()) + " to go";
  }
}
