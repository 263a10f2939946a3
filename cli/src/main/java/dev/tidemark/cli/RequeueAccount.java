package dev.tidemark.cli;

import dev.tidemark.node.api.RequeueView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The answers to a requeue that took several, added up. */
final class RequeueAccount {
  private static final int LEFT_MAX = 20;

  private final String job;
  private final boolean dryRun;
  private final Map<String, Long> topics = new TreeMap<>();
  private final List<RequeueView.Left> left = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private long selected;
  private long requeued;
  private long closed;
  private long duplicates;
  private long quarantined;
  private long refused;
  private long impossible;

  RequeueAccount(String job, boolean dryRun) {
    this.job = job;
    this.dryRun = dryRun;
  }

  void add(RequeueView view) {
    selected += view.selected();
    requeued += view.requeued();
    closed += view.closed();
    duplicates += view.duplicates();
    quarantined += view.quarantined();
    refused += view.refused();
    impossible += view.impossible();
    view.topics().forEach((topic, count) -> topics.merge(topic, count, Long::sum));
    view.left().stream().limit(LEFT_MAX - left.size()).forEach(left::add);
    warnings.addAll(view.warnings());
  }

  long selected() {
    return selected;
  }

  /** How many are settled by it, in one way or another. */
  long changes() {
    return requeued + duplicates + quarantined;
  }

  RequeueView view() {
    return new RequeueView(
        job,
        dryRun,
        selected,
        requeued,
        closed,
        duplicates,
        quarantined,
        refused,
        impossible,
        topics,
        left,
        List.copyOf(warnings),
        null);
  }
}
