package dev.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.JobProgress.SourcePartition;
import dev.tidemark.topology.stage.base.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** A job with a table, a window and late records, in the test kit. */
class JobHarnessTest {

  private final JobHarness job = JobHarness.of(new SalesByRegion(), Map.of());

  @Test
  void shouldShowEachResultWithItsKeyValueAndTimestamp() {
    job.send("shops", "a", "north").send("shops", "b", "south");

    job.send("sales", "1", "a;200;5").send("sales", "1", "b;50;20").send("sales", "1", "a;1;59");
    job.send("sales", "1", "a;7;70").becomeIdle();

    assertThat(job.results("sales-by-region"))
        .extracting(Result::key, Result::value, Result::timestamp)
        .containsExactlyInAnyOrder(
            tuple("north", "north=201", Instant.parse("1970-01-01T00:00:59.999Z")),
            tuple("south", "south=50", Instant.parse("1970-01-01T00:00:59.999Z")));
  }

  @Test
  void shouldOrderResultsByPartition() {
    for (String shop : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
      job.send("shops", shop, "region-" + shop).send("sales", "1", shop + ";1;5");
    }
    job.send("sales", "1", "a;1;90").becomeIdle();

    List<Integer> partitions =
        job.results("sales-by-region").stream().map(Result::partition).toList();
    assertThat(partitions).hasSize(8).isSorted().allMatch(partition -> partition < 4);
    assertThat(partitions.stream().distinct()).hasSizeGreaterThan(1);
  }

  @Test
  void shouldPublishResultsOfOneKeyToOnePartition() {
    job.send("shops", "a", "north");
    for (int minute = 0; minute < 5; minute++) {
      job.send("sales", "1", "a;1;" + minute * 60);
    }
    job.send("sales", "1", "a;1;310").becomeIdle();

    assertThat(job.results("sales-by-region")).hasSize(5);
    assertThat(job.results("sales-by-region").stream().map(Result::partition).distinct())
        .hasSize(1);
  }

  /**
   * A first test of a job is often this one: a few events of one window, then {@code becomeIdle}.
   * There is no result, and this is correct: idleness releases the highest watermark, which here is
   * that of the event at 00:40, and a window is complete only when the watermark has passed its
   * end. An event after the end of the window and its out-of-orderness completes it.
   */
  @Test
  void shouldNotCloseAWindowThatTheHighestWatermarkHasNotPassed() {
    job.send("shops", "a", "north");
    job.send("sales", "1", "a;1;10")
        .send("sales", "2", "a;2;20")
        .send("sales", "3", "a;3;30")
        .send("sales", "4", "a;4;40")
        .becomeIdle();

    assertThat(job.results("sales-by-region")).isEmpty();
    assertThat(job.progress().windows())
        .extracting(JobProgress.WindowState::open, JobProgress.WindowState::written)
        .containsExactly(tuple(1L, 0L));

    job.send("sales", "1", "a;100;70").becomeIdle();

    assertThat(job.values("sales-by-region", String.class)).containsExactly("north=10");
  }

  @Test
  void shouldHoldAWindowUntilPartitionsWithoutEventsAreIdle() {
    job.send("shops", "a", "north").send("sales", "1", "a;5;5").send("sales", "1", "a;1;300");
    assertThat(job.results("sales-by-region")).isEmpty();

    job.becomeIdle();

    assertThat(job.values("sales-by-region", String.class)).containsExactly("north=5");
  }

  @Test
  void shouldCloseAWindowWithoutIdlenessWhereTheOnlyPartitionHasPassedIt() {
    JobHarness single = JobHarness.of(new SalesByRegion(), Map.of(), 1);
    single.send("shops", "a", "north").send("sales", "1", "a;5;5").send("sales", "2", "a;1;69");
    assertThat(single.results("sales-by-region")).isEmpty();

    single.send("sales", "3", "a;1;70");

    assertThat(single.results("sales-by-region"))
        .extracting(Result::partition, Result::value)
        .containsExactly(tuple(0, "north=5"));
  }

  @Test
  void shouldReleaseNothingMoreWhenItBecomesIdleTwice() {
    job.send("shops", "a", "north").send("sales", "1", "a;5;5").send("sales", "1", "a;1;300");

    job.becomeIdle().becomeIdle();

    assertThat(job.values("sales-by-region", String.class)).containsExactly("north=5");
  }

  @Test
  void shouldWriteLateRecordsAsTheyWereToTheLateTopic() {
    job.send("shops", "a", "north").send("sales", "1", "a;5;100").send("sales", "1", "a;8;5");
    job.send("sales", "1", "a;1;200").becomeIdle();

    assertThat(job.results("sales-late"))
        .extracting(Result::key, Result::value)
        .containsExactly(tuple("1", "a;8;5"));
    assertThat(job.values("sales-by-region", String.class)).containsExactly("north=5");
    assertThat(total(SourcePartition::late)).isEqualTo(1);
  }

  @Test
  void shouldNotCallARecordOfAnotherPartitionLate() {
    job.send("shops", "a", "north").send("sales", "1", "a;5;100");
    String other = keyOfAnotherPartition("1");

    job.send("sales", other, "a;8;5").send("sales", "1", "a;1;200").becomeIdle();

    assertThat(job.results("sales-late")).isEmpty();
    assertThat(job.values("sales-by-region", String.class)).containsExactly("north=8", "north=5");
  }

  @Test
  void shouldKeepRecordsThatFailedAsDeadLetters() {
    job.send("shops", "a", "north");
    job.send("sales", "1", "a;many;5")
        .sendBytes("sales", "2".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff})
        .send("sales", "3", null)
        .send("sales", "4", "a;7;5");

    assertThat(job.deadLetters())
        .extracting(DeadLetter::step, DeadLetter::cause, letter -> letter.origin().topic())
        .containsExactly(
            tuple("sales", "FUNCTION_FAILED", "sales"),
            tuple("sales", "MALFORMED", "sales"),
            tuple("sales", "NULL", "sales"));
    assertThat(job.deadLetters().get(0).origin().value())
        .isEqualTo("a;many;5".getBytes(StandardCharsets.UTF_8));
    assertThat(total(SourcePartition::deadLettered)).isEqualTo(3);
  }

  @Test
  void shouldJoinWithTheLatestValueOfATable() {
    job.send("sales", "1", "a;1;1");
    job.send("shops", "a", "north").send("sales", "1", "a;2;2");
    job.send("shops", "a", "south").send("sales", "1", "a;4;3");
    job.send("shops", "a", null).send("sales", "1", "a;8;4");
    job.send("sales", "1", "a;16;90").becomeIdle();

    assertThat(job.values("sales-by-region", String.class))
        .containsExactlyInAnyOrder("north=2", "south=4");
    assertThat(total(SourcePartition::filtered)).isEqualTo(3);
  }

  @Test
  void shouldAccountForEveryRecordInTheLedger() {
    job.send("shops", "a", "north");
    job.send("sales", "1", "a;1;1") // counted
        .send("sales", "1", "a;0;2") // filtered
        .send("sales", "1", "b;1;3") // filtered by the join
        .send("sales", "1", "a;1;100") // counted
        .send("sales", "1", "a;1;4") // late
        .send("sales", "1", "a;x;5"); // dead letter

    assertThat(total(SourcePartition::read)).isEqualTo(6);
    assertThat(total(SourcePartition::counted)).isEqualTo(2);
    assertThat(total(SourcePartition::filtered)).isEqualTo(2);
    assertThat(total(SourcePartition::late)).isEqualTo(1);
    assertThat(total(SourcePartition::deadLettered)).isEqualTo(1);
    assertThat(job.progress().sources()).allMatch(SourcePartition::balanced);
  }

  @Test
  void shouldContinueAfterARestartAsIfThereWasNone() {
    job.send("shops", "a", "north").send("sales", "1", "a;5;5").send("sales", "1", "a;8;95");
    job.restart();
    job.send("sales", "1", "a;1;6").restart().send("sales", "1", "a;1;200").restart();
    job.becomeIdle().restart();

    assertThat(job.values("sales-by-region", String.class)).containsExactly("north=5", "north=8");
    assertThat(job.values("sales-late", String.class)).containsExactly("a;1;6");
    assertThat(total(SourcePartition::read)).isEqualTo(4);
    assertThat(job.progress().sources()).allMatch(SourcePartition::balanced);
  }

  private long total(ToLongFunction<SourcePartition> column) {
    return job.progress().sources().stream()
        .filter(source -> source.topic().equals("sales"))
        .mapToLong(column)
        .sum();
  }

  /**
   * Finds a key that Kafka's partitioner puts elsewhere: the job writes late records where read.
   */
  private static String keyOfAnotherPartition(String key) {
    for (int candidate = 2; candidate < 100; candidate++) {
      if (partitionOf(Integer.toString(candidate)) != partitionOf(key)) {
        return Integer.toString(candidate);
      }
    }
    throw new IllegalStateException("all keys are in one partition");
  }

  private static int partitionOf(String key) {
    JobHarness probe = JobHarness.of(new SalesByRegion(), Map.of());
    probe.send("sales", key, "a;many;5");
    return probe.deadLetters().get(0).origin().partition();
  }
}
