package dev.tidemark.node.http;

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
import dev.tidemark.client.api.service.DeadLetterService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers samples about letters, and tells what it was asked. */
record FakeLetters(Consumer<String> asked) implements DeadLetterService {

  @Override
  public DeadLettersView list(
      String job,
      DeadLetterKind kind,
      DeadLetterFilter filter,
      int limit,
      @Nullable String after,
      boolean whole) {
    asked.accept(
        "letters %s %s %s limit=%d after=%s whole=%s"
            .formatted(job, kind, filter, limit, after, whole));
    DeadLettersView page = Samples.letters();
    return after == null ? page : new DeadLettersView(job, page.letters(), null);
  }

  @Override
  public DeadLetterView show(
      String job, DeadLetterKind kind, @Nullable String topic, int partition, long offset) {
    asked.accept("letter %s %s %s %d %d".formatted(job, kind, topic, partition, offset));
    return Samples.letter();
  }

  @Override
  public DeadLetterStatsView stats(String job, DeadLetterKind kind, DeadLetterFilter filter) {
    asked.accept("letterStats %s %s %s".formatted(job, kind, filter));
    return Samples.letterStats();
  }

  @Override
  public RequeueView requeue(
      String job, DeadLetterKind kind, RequeueRequest request, Principal by) {
    asked.accept("requeue %s %s %s by=%s".formatted(job, kind, request, by.name()));
    return Samples.requeued();
  }

  @Override
  public DiscardView discard(String job, DiscardRequest request, Principal by) {
    asked.accept("discard %s %s by=%s".formatted(job, request, by.name()));
    return Samples.discarded();
  }

  @Override
  public AlertView alert(String job) {
    return Samples.alert();
  }
}
