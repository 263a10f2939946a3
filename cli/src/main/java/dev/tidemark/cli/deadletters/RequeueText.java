package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.client.api.deadletters.ClosedWindow;
import dev.tidemark.client.api.deadletters.RequeueView;
import java.util.ArrayList;
import java.util.List;

/** The plan and the result of a requeue as human-readable text. */
final class RequeueText {
  private RequeueText() {}

  /** Returns the planned changes, to be confirmed. */
  static List<String> plan(RequeueView view, DeadLetterWords words, ClosedWindow closedWindow) {
    List<String> lines = new ArrayList<>();
    view.topics()
        .forEach(
            (topic, count) ->
                lines.add(
                    "%s written to topic %s again"
                        .formatted(Formatting.count(count, "record"), topic)));
    lines.addAll(view.warnings());
    if (view.closed() > 0) {
      lines.add(
          closedWindow == ClosedWindow.CORRECT
              ? "%d of them find their window closed: its result is written again, with header tidemark.correction"
                  .formatted(view.closed())
              : "%d of them find their window closed, and go to the late topic, if there is one"
                  .formatted(view.closed()));
    }
    lines.addAll(others(view, words));
    return lines;
  }

  /** Returns the result; for a dry run, the expected result. */
  static List<String> done(RequeueView view, DeadLetterWords words) {
    List<String> lines = new ArrayList<>();
    String verb = view.dryRun() ? "would be requeued" : "requeued";
    lines.add("%s %s, of %d".formatted(words.count(view.requeued()), verb, view.selected()));
    view.topics().forEach((topic, count) -> lines.add("  to %s: %,d".formatted(topic, count)));
    if (view.closed() > 0) {
      lines.add("  %,d of them find their window closed".formatted(view.closed()));
    }
    others(view, words).forEach(line -> lines.add("  " + line));
    if (view.dryRun()) {
      view.warnings().forEach(line -> lines.add("  note: " + line));
    }
    return lines;
  }

  /** Returns the records that were left open, with the reasons. */
  static List<String> left(RequeueView view, DeadLetterWords words) {
    List<String> lines = new ArrayList<>();
    if (view.selected() == 0) {
      lines.add("no open " + words.one() + " fits");
    }
    for (RequeueView.Left left : view.left()) {
      lines.add(
          "left: %s %d:%d %s"
              .formatted(
                  left.topic(),
                  left.partition(),
                  left.offset(),
                  Formatting.harmless(left.reason())));
    }
    return lines;
  }

  private static List<String> others(RequeueView view, DeadLetterWords words) {
    List<String> lines = new ArrayList<>();
    if (view.duplicates() > 0) {
      lines.add(
          "%s of a record that is requeued for another of them: settled with it"
              .formatted(words.count(view.duplicates())));
    }
    if (view.quarantined() > 0) {
      lines.add("%s failed too often: quarantined".formatted(words.count(view.quarantined())));
    }
    if (view.refused() > 0) {
      lines.add(
          "%s left, as their window is closed; see --closed-window"
              .formatted(words.count(view.refused())));
    }
    if (view.impossible() > 0) {
      lines.add(
          "%s left, as no record of theirs can be written again"
              .formatted(words.count(view.impossible())));
    }
    return lines;
  }
}
