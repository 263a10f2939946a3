package dev.tidemark.node.service;

import dev.tidemark.node.api.AlertView;
import dev.tidemark.node.api.ApiException;
import dev.tidemark.node.api.DiscardRequest;
import dev.tidemark.node.api.DiscardView;
import dev.tidemark.node.api.JobSpec;
import dev.tidemark.node.api.LetterFilter;
import dev.tidemark.node.api.LetterKind;
import dev.tidemark.node.api.LetterService;
import dev.tidemark.node.api.LetterStatsView;
import dev.tidemark.node.api.LetterView;
import dev.tidemark.node.api.LettersView;
import dev.tidemark.node.api.Principal;
import dev.tidemark.node.api.RequeueRequest;
import dev.tidemark.node.api.RequeueView;
import dev.tidemark.node.jobs.JobRequests;
import dev.tidemark.node.letters.JobLetters;
import dev.tidemark.node.letters.Letters;
import org.jspecify.annotations.Nullable;

/** What is asked about the dead letters and late records of jobs, by whom. */
final class LetterRequests implements LetterService {

  private final JobViews views;
  private final Letters letters;
  private final LagReader lag;

  LetterRequests(JobViews views, Letters letters, LagReader lag) {
    this.views = views;
    this.letters = letters;
    this.lag = lag;
  }

  @Override
  public LettersView list(
      String job,
      LetterKind kind,
      LetterFilter filter,
      int limit,
      @Nullable String after,
      boolean whole) {
    JobLetters of = of(job, kind);
    return Errors.translated(() -> letters.list(of, filter, limit, after, whole));
  }

  @Override
  public LetterView show(
      String job, LetterKind kind, @Nullable String topic, int partition, long offset) {
    JobLetters of = of(job, kind);
    if (topic == null && of.topics().size() > 1) {
      throw ApiException.of(
          400,
          "bad_request",
          "job '%s' has several late topics".formatted(job),
          "name one with 'topic': " + String.join(", ", of.topics()));
    }
    LetterFilter one =
        new LetterFilter(topic, null, null, null, null, null, null, partition + ":" + offset, null);
    return Errors.translated(() -> letters.list(of, one, 1, null, true)).letters().stream()
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.of(
                    404,
                    "letter_not_found",
                    "job '%s' has no %s at %d:%d"
                        .formatted(
                            job,
                            kind == LetterKind.LATE ? "late record" : "dead letter",
                            partition,
                            offset),
                    "list them; those that were kept too long are deleted by Kafka"));
  }

  @Override
  public LetterStatsView stats(String job, LetterKind kind, LetterFilter filter) {
    JobLetters of = of(job, kind);
    return Errors.translated(() -> letters.stats(of, filter));
  }

  @Override
  public RequeueView requeue(String job, LetterKind kind, RequeueRequest request, Principal by) {
    JobSpec spec = views.spec(JobRequests.name(job));
    JobLetters of = JobLetters.of(spec, kind);
    RequeueView done =
        Errors.translated(
            () -> letters.requeue(of, request, by.name(), () -> lag.watermarks(spec)));
    if (!done.dryRun()) {
      Audit.letters("requeue", job, kind.path(), done.requeued(), by);
    }
    return done;
  }

  @Override
  public DiscardView discard(String job, DiscardRequest request, Principal by) {
    JobLetters of = of(job, LetterKind.DEAD_LETTER);
    DiscardView done = Errors.translated(() -> letters.discard(of, request, by.name()));
    if (!done.dryRun()) {
      Audit.letters("discard", job, LetterKind.DEAD_LETTER.path(), done.discarded(), by);
    }
    return done;
  }

  @Override
  public @Nullable AlertView alert(String job) {
    return lag.alert(JobRequests.name(job));
  }

  private JobLetters of(String job, LetterKind kind) {
    return JobLetters.of(views.spec(JobRequests.name(job)), kind);
  }
}
