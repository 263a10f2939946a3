package dev.tidemark.tests.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.demo.PartitionLedger;
import dev.tidemark.tests.base.Checker;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.jobs.JobsIT;
import dev.tidemark.topology.progress.JobProgress;
import java.util.Comparator;
import java.util.List;

/**
 * What a job must have made of a log of orders once all is read and idle.
 *
 * @param results in the order of each partition
 * @param late the late orders
 * @param deadLetters what can't be understood
 * @param ledger by partition
 * @param open panes that stay open, for each window
 */
public record OrdersAnswer(
    Content results,
    Content late,
    Content deadLetters,
    List<PartitionLedger> ledger,
    List<Long> open) {

  /** Demands this answer of the topics and of the ledger, all of it in its order. */
  public void assertIn(TestKafka kafka, JobProgress progress) {
    assertThat(Checker.differences(late, kafka.content(late.topic()))).isEmpty();
    assertRestIn(kafka, progress);
  }

  /** Demands this answer of the topics alone. */
  public void assertOutputs(TestKafka kafka) {
    for (Content expected : List.of(late, results, deadLetters)) {
      assertThat(Checker.differences(expected, kafka.content(expected.topic()))).isEmpty();
    }
  }

  /**
   * The same where late orders come through an exchange, which mixes those of several partitions.
   */
  public void assertInButForTheOrderOfLate(TestKafka kafka, JobProgress progress) {
    assertThat(Checker.differences(sorted(late), sorted(kafka.content(late.topic())))).isEmpty();
    assertRestIn(kafka, progress);
  }

  private void assertRestIn(TestKafka kafka, JobProgress progress) {
    assertThat(Checker.differences(results, kafka.content(results.topic()))).isEmpty();
    assertThat(Checker.differences(deadLetters, kafka.content(deadLetters.topic()))).isEmpty();
    assertThat(JobsIT.ledger(progress, "orders")).isEqualTo(ledger);
    assertThat(progress.windows()).extracting(JobProgress.WindowState::open).isEqualTo(open);
  }

  private static Content sorted(Content content) {
    Content.Builder sorted = new Content.Builder(content.topic());
    content
        .partitions()
        .forEach(
            (partition, entries) ->
                entries.stream()
                    .sorted(Comparator.comparing(Content.Entry::value))
                    .forEach(entry -> sorted.add(partition, entry)));
    return sorted.build();
  }
}
