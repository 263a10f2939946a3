package dev.tidemark.topology.plan.rule;

import dev.tidemark.topology.plan.Durations;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeLabel;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.StageInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The notes for users to read before a job starts, one line each: where a replay may give other
 * results, what holds windows open, what the planner did.
 */
final class Notes {
  private final LogicalPlan plan;
  private final List<String> notes = new ArrayList<>();

  private Notes(LogicalPlan plan) {
    this.plan = plan;
  }

  /** The notes on a plan whose exchanges are placed. */
  static List<String> of(LogicalPlan plan) {
    Notes notes = new Notes(plan);
    plan.all(Node.Source.class).forEach(notes::onIdleness);
    plan.all(Node.Table.class).forEach(notes::onLatestValues);
    plan.all(Node.PartialWindow.class).forEach(notes::onPhases);
    plan.all(Node.PartialWindow.class).forEach(notes::onLateTopic);
    plan.all(Node.PartialWindow.class).forEach(notes::onCorrections);
    plan.all(StageInput.class).forEach(notes::onRetries);
    plan.all(Node.Sink.class).forEach(notes::onOrder);
    return notes.notes;
  }

  private void onIdleness(Node.Source source) {
    boolean feedsWindow =
        plan.all(Node.PartialWindow.class).stream()
            .anyMatch(window -> plan.sourcesOf(window).contains(source));
    if (!feedsWindow || source.eventTime().isEmpty()) {
      return;
    }
    EventTime eventTime = source.eventTime().get();
    if (eventTime.idleAfterMs().isEmpty()) {
      add(source, "has no idleAfter, so a partition without new events holds all windows open");
    } else {
      add(
          source,
          "idleAfter "
              + Durations.formatMs(eventTime.idleAfterMs().getAsLong())
              + " goes by the wall clock, so events that reach a partition after it was idle may be"
              + " late in one run and counted in another");
    }
  }

  private void onLatestValues(Node.Table table) {
    add(
        table,
        "joins see the latest value, so a replay gives the same answer only while the topic holds"
            + " its whole history");
  }

  private void onPhases(Node.PartialWindow window) {
    add(window, "aggregated in two phases, before and after exchange " + window.exchange().name());
  }

  private void onLateTopic(Node.PartialWindow window) {
    boolean afterWindow = !plan.upstream(window, Node.PartialWindow.class).isEmpty();
    if (afterWindow && window.window().lateTopic().isPresent()) {
      add(
          window,
          "late topic "
              + window.window().lateTopic().get()
              + " stays empty, as results of a window are never late");
    }
  }

  private void onCorrections(Node.PartialWindow window) {
    if (window.window().isCorrectable()) {
      add(
          window,
          "closed panes are kept for "
              + Durations.formatMs(window.window().correctableForMs())
              + " of event time; a corrected result comes again under its key, with header"
              + " tidemark.correction, so readers must take the latest");
    }
  }

  /** Once for each source and window, for all steps between it and the next. */
  private void onRetries(StageInput node) {
    long longestMs =
        CutIntoStages.nodesBehind(plan, node).stream()
            .flatMap(inside -> plan.errors().of(inside).retry().stream())
            .mapToLong(OnError.Retry::totalMs)
            .max()
            .orElse(0);
    if (longestMs > 0) {
      add(
          node,
          "windows behind it wait up to "
              + Durations.formatMs(longestMs)
              + " for an element that is tried again");
    }
  }

  private void onOrder(Node.Sink sink) {
    Optional<Node.FinalWindow> origin =
        plan.upstream(sink, StageInput.class).stream()
            .findFirst()
            .flatMap(
                input ->
                    plan.all(Node.FinalWindow.class).stream().filter(input::equals).findFirst());
    if (origin.isEmpty()) {
      add(
          sink,
          "elements of several partitions meet in one, and how they interleave may differ on a"
              + " replay");
      return;
    }
    Node.FinalWindow last = origin.get();
    if (!last.exchange().partitionsLike().equals(sink.topic())) {
      add(
          sink,
          "unless it has as many partitions as topic "
              + last.exchange().partitionsLike()
              + ", the order between keys may differ on a replay");
    } else if (!last.window().keyType().description().equals(sink.keyType().description())) {
      add(
          sink,
          "is not keyed as "
              + NodeLabel.is(last)
              + " is, so the order between its keys may differ on a replay");
    }
  }

  private void add(Node node, String note) {
    notes.add(NodeLabel.is(node) + ": " + note);
  }
}
