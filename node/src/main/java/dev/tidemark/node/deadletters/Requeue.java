package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.RequeueView;
import dev.tidemark.node.deadletters.DeadLetterWriter.Settled;
import dev.tidemark.node.deadletters.RequeueBatch.Step;
import dev.tidemark.node.deadletters.RequeueDecision.RequeueRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One requeue: what it decides, and its account. Belongs to one thread. */
final class Requeue implements RequeueBatch.Decider {

  private static final int LEFT_MAX = 20;

  private final JobDeadLetters job;
  private final RequeueRules rules;
  private final DeadLetterScan scan;
  private final String by;
  private final Clock clock;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Long> topics = new TreeMap<>();
  private final List<RequeueView.Left> left = new ArrayList<>();
  private final Set<String> runs = new HashSet<>();
  private final Set<String> steps = new HashSet<>();
  private long selected;
  private long requeued;
  private long closed;
  private long duplicates;
  private long quarantined;
  private long refused;
  private long impossible;

  Requeue(RequeueRules rules, DeadLetterScan scan, String by, Clock clock) {
    this.job = rules.job();
    this.rules = rules;
    this.scan = scan;
    this.by = by;
    this.clock = clock;
  }

  @Override
  public Step decide(StoredDeadLetter letter, DeadLetterState state) {
    selected++;
    if (state != DeadLetterState.OPEN) {
      return new Step(null, () -> leave(letter, "it is " + word(state) + " already"));
    }
    RequeueDecision decision = rules.of(letter);
    if (decision instanceof RequeueDecision.Refuse refuse) {
      return new Step(
          null,
          () -> {
            refused++;
            leave(letter, refuse.reason());
          });
    }
    if (decision instanceof RequeueDecision.Impossible no) {
      return new Step(
          null,
          () -> {
            impossible++;
            leave(letter, no.reason());
          });
    }
    if (decision instanceof RequeueDecision.Quarantine quarantine) {
      Resolution resolution =
          resolution(letter, DeadLetterState.QUARANTINED).because(quarantine.reason());
      return new Step(new Settled(letter, resolution, null), () -> quarantined++);
    }
    return send(letter, (RequeueDecision.Send) decision);
  }

  RequeueView view(boolean dryRun, Optional<Continuation> next) {
    return new RequeueView(
        job.job(),
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
        warnings(),
        next.map(Continuation::text).orElse(null));
  }

  private Step send(StoredDeadLetter letter, RequeueDecision.Send send) {
    String run = letter.run().orElse("");
    boolean again = !taken.add(run + "|" + send.source().text());
    if (again || scan.index(letter.topic()).isRequeued(run, send.source())) {
      Resolution resolution =
          resolution(letter, DeadLetterState.REQUEUED)
              .because("its record was requeued for another of its dead letters");
      return new Step(new Settled(letter, resolution, null), () -> duplicates++);
    }
    return new Step(
        new Settled(
            letter,
            resolution(letter, DeadLetterState.REQUEUED),
            RequeuedCopy.of(letter, send, job)),
        () -> {
          requeued++;
          closed += send.closed() ? 1 : 0;
          topics.merge(send.source().topic(), 1L, Long::sum);
          runs.add(run);
          steps.add(letter.step());
        });
  }

  private Resolution resolution(StoredDeadLetter letter, DeadLetterState state) {
    return Resolution.of(state, by, clock.instant(), letter, scan.topicId(letter.topic()));
  }

  private void leave(StoredDeadLetter letter, String reason) {
    if (left.size() < LEFT_MAX) {
      left.add(new RequeueView.Left(letter.topic(), letter.partition(), letter.offset(), reason));
    }
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (String topic : topics.keySet()) {
      warnings.add(
          "every reader of topic %s sees the records again, not this job alone".formatted(topic));
    }
    List<String> others =
        job.paths().stream()
            .filter(path -> topics.containsKey(path.source()))
            .filter(path -> steps.stream().anyMatch(step -> misses(path, step)))
            .map(JobDeadLetters.Path::output)
            .distinct()
            .sorted()
            .toList();
    if (!others.isEmpty()) {
      warnings.add(
          "the records take all ways through the job again, those that went well among them: %s may count them twice"
              .formatted(String.join(", ", others)));
    }
    List<String> expanding =
        steps.stream().flatMap(step -> expandingBefore(step).stream()).distinct().sorted().toList();
    if (!expanding.isEmpty()) {
      warnings.add(
          "%s makes several elements of a record; those that went well are made again, too"
              .formatted(String.join(", ", expanding)));
    }
    if (runs.stream().anyMatch(run -> !run.isEmpty() && !run.equals(job.applicationId()))) {
      warnings.add(
          "some are of an earlier run; where the present run %s has read their records itself, it skips the copies"
              .formatted(job.applicationId()));
    }
    return warnings;
  }

  /** Returns whether a path has nothing to do with a failure at a step. */
  private boolean misses(JobDeadLetters.Path path, String step) {
    return !step.isEmpty() && !path.source().equals(step) && !path.leadsThrough(step);
  }

  private List<String> expandingBefore(String step) {
    return job.paths().stream()
        .filter(path -> path.leadsThrough(step))
        .flatMap(
            path -> {
              int at = path.nodes().indexOf(step);
              return path.nodes().subList(0, at < 0 ? path.nodes().size() : at).stream();
            })
        .filter(job.expanding()::contains)
        .toList();
  }

  private static String word(DeadLetterState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
