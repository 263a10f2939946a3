package dev.tidemark.client.api.deadletters;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of a requeue, or of a dry run what it would do. One answer does as much as fits two
 * seconds: ask again with {@code after} while there is a {@code next}.
 *
 * @param selected how many fitted the filter
 * @param requeued written to their source topics
 * @param closed of those, how many find their window closed
 * @param duplicates settled without another copy, as their record was requeued for another letter
 * @param quarantined left alone permanently, as they were requeued too often
 * @param refused left open, as their window is closed
 * @param impossible left open, as there is no source record that could be written again
 * @param topics how many records each source topic gets
 * @param left some of those that were left open, and why
 * @param warnings what should be known before, one line each
 * @param next give it as {@code after} to continue; null when all is done
 */
public record RequeueView(
    String job,
    boolean dryRun,
    long selected,
    long requeued,
    long closed,
    long duplicates,
    long quarantined,
    long refused,
    long impossible,
    Map<String, Long> topics,
    List<Left> left,
    List<String> warnings,
    @Nullable String next) {
  private static final int LEFT_MAX = 20;

  /** One that was left open. */
  public record Left(String topic, int partition, long offset, String reason) {}

  /** Returns the account of a requeue before its first answer. */
  public static RequeueView none(String job, boolean dryRun) {
    return new RequeueView(job, dryRun, 0, 0, 0, 0, 0, 0, 0, Map.of(), List.of(), List.of(), null);
  }

  /** Returns the sum of this account and of one more answer, without a {@code next}. */
  public RequeueView plus(RequeueView answer) {
    Map<String, Long> allTopics = new TreeMap<>(topics);
    answer.topics.forEach((topic, count) -> allTopics.merge(topic, count, Long::sum));
    return new RequeueView(
        job,
        dryRun,
        selected + answer.selected,
        requeued + answer.requeued,
        closed + answer.closed,
        duplicates + answer.duplicates,
        quarantined + answer.quarantined,
        refused + answer.refused,
        impossible + answer.impossible,
        allTopics,
        Stream.concat(left.stream(), answer.left.stream()).limit(LEFT_MAX).toList(),
        Stream.concat(warnings.stream(), answer.warnings.stream()).distinct().toList(),
        null);
  }

  /** Returns how many are settled by it, in one way or another. */
  public long changes() {
    return requeued + duplicates + quarantined;
  }
}
