package dev.tidemark.node.http;

import dev.tidemark.node.api.AlertView;
import dev.tidemark.node.api.DiscardRequest;
import dev.tidemark.node.api.DiscardView;
import dev.tidemark.node.api.LetterFilter;
import dev.tidemark.node.api.LetterKind;
import dev.tidemark.node.api.LetterService;
import dev.tidemark.node.api.LetterStatsView;
import dev.tidemark.node.api.LetterView;
import dev.tidemark.node.api.LettersView;
import dev.tidemark.node.api.Principal;
import dev.tidemark.node.api.RequeueRequest;
import dev.tidemark.node.api.RequeueView;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers samples about letters, and tells what it was asked. */
record FakeLetters(Consumer<String> asked) implements LetterService {

  @Override
  public LettersView list(
      String job,
      LetterKind kind,
      LetterFilter filter,
      int limit,
      @Nullable String after,
      boolean whole) {
    asked.accept(
        "letters %s %s %s limit=%d after=%s whole=%s"
            .formatted(job, kind, filter, limit, after, whole));
    LettersView page = Samples.letters();
    return after == null ? page : new LettersView(job, page.letters(), null);
  }

  @Override
  public LetterView show(
      String job, LetterKind kind, @Nullable String topic, int partition, long offset) {
    asked.accept("letter %s %s %s %d %d".formatted(job, kind, topic, partition, offset));
    return Samples.letter();
  }

  @Override
  public LetterStatsView stats(String job, LetterKind kind, LetterFilter filter) {
    asked.accept("letterStats %s %s %s".formatted(job, kind, filter));
    return Samples.letterStats();
  }

  @Override
  public RequeueView requeue(String job, LetterKind kind, RequeueRequest request, Principal by) {
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
