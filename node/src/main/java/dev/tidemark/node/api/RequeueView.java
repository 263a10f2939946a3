package dev.tidemark.node.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a requeue has done, or of a dry run would do. One answer does as much as fits two seconds:
 * ask again with {@code after} while there is a {@code next}.
 *
 * @param selected how many fitted the filter
 * @param requeued written to their source topics
 * @param closed of those, how many find their window closed
 * @param duplicates settled without another copy, as their record was requeued for another letter
 * @param quarantined left alone for good, as they were requeued too often
 * @param refused left open, as their window is closed
 * @param impossible left open, as there is no source record that could be written again
 * @param topics how many records each source topic gets
 * @param left some of those that were left open, and why
 * @param warnings what should be known before, one line each
 * @param next give it as {@code after} to go on; null when all is done
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
  /** One that was left open. */
  public record Left(String topic, int partition, long offset, String reason) {}
}
