package dev.tidemark.client.api.service;

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
import org.jspecify.annotations.Nullable;

/**
 * The dead letters and late records of a job, and the requests that resolve them. Part of {@link
 * NodeService}, with the same promises.
 */
public interface DeadLetterService {

  /**
   * Those that fit, by topic, partition and offset.
   *
   * @param limit how many at most, 1 to 10,000
   * @param after {@code next} of the answer before; null to begin
   * @param whole whether with value and headers
   */
  DeadLettersView list(
      String job,
      DeadLetterKind kind,
      DeadLetterFilter filter,
      int limit,
      @Nullable String after,
      boolean whole);

  /**
   * One, with value and headers.
   *
   * @param topic null where the job has one only
   */
  DeadLetterView show(
      String job, DeadLetterKind kind, @Nullable String topic, int partition, long offset);

  /** Returns the number of dead letters or late records, grouped by what they have in common. */
  DeadLetterStatsView stats(String job, DeadLetterKind kind, DeadLetterFilter filter);

  /** Writes records to their source topics again; each at most once, over all clients. */
  RequeueView requeue(String job, DeadLetterKind kind, RequeueRequest request, Principal by);

  /** Discards dead letters; the client, the time and the reason are kept. */
  DiscardView discard(String job, DiscardRequest request, Principal by);

  /** Returns the rate of a job's dead letters; null while that is unknown. */
  @Nullable AlertView alert(String job);
}
