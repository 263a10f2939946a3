package dev.tidemark.node.api;

import org.jspecify.annotations.Nullable;

/**
 * What a job has put aside, and what should become of it: dead letters and late records. Part of
 * {@link NodeService}, with the same promises.
 */
public interface LetterService {

  /**
   * Those that fit, by topic, partition and offset.
   *
   * @param limit how many at most, 1 to 10,000
   * @param after {@code next} of the answer before; null to begin
   * @param whole whether with value and headers
   */
  LettersView list(
      String job,
      LetterKind kind,
      LetterFilter filter,
      int limit,
      @Nullable String after,
      boolean whole);

  /**
   * One, with value and headers.
   *
   * @param topic null where the job has one only
   */
  LetterView show(String job, LetterKind kind, @Nullable String topic, int partition, long offset);

  /** How many, by what they have in common. */
  LetterStatsView stats(String job, LetterKind kind, LetterFilter filter);

  /** Writes records to their source topics again; each at most once, whoever asks. */
  RequeueView requeue(String job, LetterKind kind, RequeueRequest request, Principal by);

  /** Gives dead letters up; who, when and why is kept. */
  DiscardView discard(String job, DiscardRequest request, Principal by);

  /** How many dead letters a job makes; null while that can't be told. */
  @Nullable AlertView alert(String job);
}
