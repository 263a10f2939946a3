package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.deadletters.DeadLetterStatsView;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.client.api.deadletters.DeadLettersView;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.DiscardView;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.deadletters.RequeueView;
import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.service.DeadLetterService;
import dev.tidemark.node.deadletters.DeadLetters;
import dev.tidemark.node.deadletters.JobDeadLetters;
import dev.tidemark.node.jobs.JobRequests;
import org.jspecify.annotations.Nullable;

/** Requests about the dead letters and late records of jobs, with the audit of changes. */
final class DeadLetterRequests implements DeadLetterService {

  private final JobViews views;
  private final DeadLetters deadLetters;
  private final LagReader lag;

  DeadLetterRequests(JobViews views, DeadLetters deadLetters, LagReader lag) {
    this.views = views;
    this.deadLetters = deadLetters;
    this.lag = lag;
  }

  @Override
  public DeadLettersView list(
      String job,
      DeadLetterKind kind,
      DeadLetterFilter filter,
      int limit,
      @Nullable String after,
      boolean whole) {
    JobDeadLetters of = of(job, kind);
    return Errors.translated(() -> deadLetters.list(of, filter, limit, after, whole));
  }

  @Override
  public DeadLetterView show(
      String job, DeadLetterKind kind, @Nullable String topic, int partition, long offset) {
    JobDeadLetters of = of(job, kind);
    if (topic == null && of.topics().size() > 1) {
      throw ApiException.of(
          400,
          "bad_request",
          "job '%s' has several late topics".formatted(job),
          "name one with 'topic': " + String.join(", ", of.topics()));
    }
    DeadLetterFilter one =
        new DeadLetterFilter(
            topic, null, null, null, null, null, null, partition + ":" + offset, null);
    return Errors.translated(() -> deadLetters.list(of, one, 1, null, true)).letters().stream()
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.of(
                    404,
                    "letter_not_found",
                    "job '%s' has no %s at %d:%d"
                        .formatted(
                            job,
                            kind == DeadLetterKind.LATE ? "late record" : "dead letter",
                            partition,
                            offset),
                    "list them; those that were kept too long are deleted by Kafka"));
  }

  @Override
  public DeadLetterStatsView stats(String job, DeadLetterKind kind, DeadLetterFilter filter) {
    JobDeadLetters of = of(job, kind);
    return Errors.translated(() -> deadLetters.stats(of, filter));
  }

  @Override
  public RequeueView requeue(
      String job, DeadLetterKind kind, RequeueRequest request, Principal by) {
    JobSpec spec = views.spec(JobRequests.name(job));
    JobDeadLetters of = JobDeadLetters.of(spec, kind);
    RequeueView done =
        Errors.translated(
            () -> deadLetters.requeue(of, request, by.name(), () -> lag.watermarks(spec)));
    if (!done.dryRun()) {
      Audit.letters("requeue", job, kind.path(), done.requeued(), by);
    }
    return done;
  }

  @Override
  public DiscardView discard(String job, DiscardRequest request, Principal by) {
    JobDeadLetters of = of(job, DeadLetterKind.DEAD_LETTER);
    DiscardView done = Errors.translated(() -> deadLetters.discard(of, request, by.name()));
    if (!done.dryRun()) {
      Audit.letters("discard", job, DeadLetterKind.DEAD_LETTER.path(), done.discarded(), by);
    }
    return done;
  }

  @Override
  public @Nullable AlertView alert(String job) {
    return lag.alert(JobRequests.name(job));
  }

  private JobDeadLetters of(String job, DeadLetterKind kind) {
    return JobDeadLetters.of(views.spec(JobRequests.name(job)), kind);
  }
}
