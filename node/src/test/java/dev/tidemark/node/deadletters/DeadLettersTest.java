package dev.tidemark.node.deadletters;

import static dev.tidemark.node.deadletters.TestLetters.DLQ;
import static dev.tidemark.node.deadletters.TestLetters.NOON;
import static dev.tidemark.node.deadletters.TestLetters.bytes;
import static dev.tidemark.node.deadletters.TestLetters.deadLetter;
import static dev.tidemark.node.deadletters.TestLetters.job;
import static dev.tidemark.node.deadletters.TestLetters.spec;
import static dev.tidemark.node.deadletters.TestLetters.withTwoWindowsEach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.deadletters.ClosedWindow;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.DeadLetterStatsView;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.client.api.deadletters.DeadLettersView;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.DiscardView;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.deadletters.RequeueView;
import dev.tidemark.runtime.base.DeadLetterHeaders;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Letters in topics that are in memory. */
class DeadLettersTest {

  private final MemoryTopics topics = new MemoryTopics();
  private final DeadLetters letters =
      new DeadLetters(topics, Clock.fixed(NOON, ZoneOffset.UTC), System::nanoTime, nanos -> {});
  private final Map<TopicPartition, Long> watermarks = new HashMap<>();
  private int failures;

  @BeforeEach
  void createTopics() {
    topics.create("orders", 2);
    topics.create("users", 1);
    topics.create(DLQ, 2);
    topics.create("orders-late", 2);
  }

  @Test
  void shouldListPageByPageWhatFits() {
    for (int i = 0; i < 5; i++) {
      fail(i % 2, "k" + i, "parse");
    }
    fail(0, "other", "split");

    DeadLetterFilter parsing = filter("parse", null, null);
    DeadLettersView first = letters.list(job(), parsing, 2, null, false);
    DeadLettersView second = letters.list(job(), parsing, 10, first.next(), true);

    assertThat(first.letters()).extracting(DeadLettersTest::at).containsExactly("0:0", "0:1");
    assertThat(second.letters())
        .extracting(DeadLettersTest::at)
        .containsExactly("0:2", "1:0", "1:1");
    assertThat(second.next()).isNull();
    assertThat(first.letters()).extracting(DeadLetterView::value).containsOnlyNulls();
    DeadLetterView one = second.letters().get(1);
    assertThat(Objects.requireNonNull(one.value()).asText()).isEqualTo("value of k1");
    assertThat(one.valueForm()).isEqualTo("text");
    assertThat(one.key().asText()).isEqualTo("k1");
    assertThat(one.source()).isEqualTo(new DeadLetterView.Source("orders", 1, 0, NOON));
    assertThat(one.exception()).isEqualTo("java.lang.IllegalStateException");
    assertThat(one.headers()).containsEntry("color", "red").containsKey(DeadLetterHeaders.STEP);
  }

  @Test
  void shouldNotReadWhatCameAfterTheFirstPage() {
    fail(0, "a", "parse");
    fail(0, "b", "parse");
    DeadLettersView first = letters.list(job(), DeadLetterFilter.OPEN, 1, null, false);
    fail(0, "c", "parse");

    assertThat(letters.list(job(), DeadLetterFilter.OPEN, 9, first.next(), false).letters())
        .extracting(DeadLettersTest::at)
        .containsExactly("0:1");
  }

  @Test
  void shouldSelectByEachField() {
    fail(0, "a", "parse");
    fail(1, "b", "split");

    assertThat(found(filter(null, "IllegalStateException", null))).hasSize(2);
    assertThat(found(filter(null, "java.lang.IllegalStateException", null))).hasSize(2);
    assertThat(found(filter(null, "StateException", null))).isEmpty();
    assertThat(found(filter(null, null, "b"))).containsExactly("1:0");
    assertThat(found(filter(null, null, "\"b\""))).as("as JSON").containsExactly("1:0");
    assertThat(found(at("1:0"))).containsExactly("1:0");
    assertThat(found(at("1:7"))).isEmpty();
    DeadLetterFilter late =
        new DeadLetterFilter(null, null, null, "function_failed", NOON, null, null, null, null);
    assertThat(found(late)).hasSize(2);
    DeadLetterFilter before =
        new DeadLetterFilter(null, null, null, null, null, NOON, null, null, null);
    assertThat(found(before)).isEmpty();
    assertThatThrownBy(() -> found(at("one"))).isInstanceOf(ApiException.class);
    DeadLetterFilter elsewhere =
        new DeadLetterFilter("orders", null, null, null, null, null, null, null, null);
    assertThatThrownBy(() -> found(elsewhere)).hasMessageContaining("no such records in topic");
  }

  @Test
  void shouldCountByCauseWithFirstAndLast() {
    for (int i = 0; i < 7; i++) {
      fail(i % 2, "k" + i, i == 0 ? "split" : "parse");
    }
    requeue(job(), request(at("0:0"), null, null));

    DeadLetterStatsView stats = letters.stats(job(), DeadLetterFilter.OPEN);

    assertThat(stats.total()).isEqualTo(7);
    assertThat(stats.open()).isEqualTo(6);
    assertThat(stats.requeued()).isEqualTo(1);
    assertThat(stats.complete()).isTrue();
    assertThat(stats.groups())
        .extracting(group -> group.step() + " " + group.open() + "/" + group.total())
        .containsExactly("parse 6/6", "split 0/1");
    assertThat(stats.groups().get(0).lastAt()).isAfter(stats.groups().get(0).firstAt());
  }

  @Test
  void shouldWriteTheRawRecordToItsPlaceOnceAndNoteIt() {
    fail(1, "k", "parse");

    RequeueView done = requeue(job(), request(DeadLetterFilter.OPEN, null, null));
    RequeueView again = requeue(job(), request(DeadLetterFilter.OPEN, null, null));

    assertThat(done.requeued()).isEqualTo(1);
    assertThat(done.topics()).containsExactly(Map.entry("orders", 1L));
    assertThat(again.selected()).isZero();
    assertThat(topics.of("orders", 1)).hasSize(2);
    ConsumerRecord<byte[], byte[]> copy = topics.of("orders", 1).get(1);
    assertThat(copy.value()).asString().isEqualTo("value of k");
    assertThat(copy.timestamp()).isEqualTo(NOON.toEpochMilli());
    assertThat(MemoryTopics.header(copy, "color")).isEqualTo("red");
    assertThat(MemoryTopics.header(copy, "tidemark.requeue.attempt")).isEqualTo("1");
    assertThat(MemoryTopics.header(copy, "tidemark.requeue.of")).isEqualTo(DLQ + "/1/0");
    assertThat(MemoryTopics.header(copy, "tidemark.requeue.job")).isEqualTo("revenue");
    assertThat(MemoryTopics.header(copy, "tidemark.requeue.source")).isEqualTo("orders/1/0");
    assertThat(copy.headers())
        .noneMatch(header -> header.key().startsWith("__streams.errors."))
        .noneMatch(header -> header.key().equals("tidemark.step"));
    DeadLetterView letter = letters.list(job(), at("1:0"), 1, null, true).letters().get(0);
    assertThat(letter.state()).isEqualTo(DeadLetterState.REQUEUED);
    assertThat(Objects.requireNonNull(letter.resolution()).by()).isEqualTo("ada");
    assertThat(Objects.requireNonNull(letter.resolution()).target()).isEqualTo("orders/1/1");
  }

  @Test
  void shouldDoNothingInADryRun() {
    fail(0, "k", "parse");

    RequeueView plan = requeue(job(), new RequeueRequest(null, null, null, null, null, null, true));

    assertThat(plan.requeued()).isEqualTo(1);
    assertThat(plan.warnings())
        .anySatisfy(warning -> assertThat(warning).contains("every reader of topic orders"))
        .anySatisfy(warning -> assertThat(warning).contains("to-copies"));
    assertThat(topics.of("orders", 0)).hasSize(1);
    assertThat(topics.ids).doesNotContainKey(DLQ + "-resolutions");
  }

  @Test
  void shouldCopyARecordOnceHoweverManyOfItsElementsFailed() {
    long offset = fail(0, "k", "parse");
    putDeadLetter(0, "k", "split", "orders", offset, 0);

    RequeueView done = requeue(job(), request(DeadLetterFilter.OPEN, null, null));
    putDeadLetter(0, "k", "parse", "orders", offset, 0);
    RequeueView later = requeue(job(), request(DeadLetterFilter.OPEN, null, null));

    assertThat(done.requeued()).isEqualTo(1);
    assertThat(done.duplicates()).isEqualTo(1);
    assertThat(later.duplicates()).isEqualTo(1);
    assertThat(topics.of("orders", 0)).hasSize(2);
    assertThat(found(DeadLetterFilter.OPEN)).isEmpty();
  }

  @Test
  void shouldRaiseTheAttemptAndQuarantineInTheEnd() {
    fail(0, "k", "parse");
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(requeue(job(), request(DeadLetterFilter.OPEN, null, null)).requeued())
          .isEqualTo(1);
      failAgain(0);
    }

    RequeueView last = requeue(job(), request(DeadLetterFilter.OPEN, null, null));

    assertThat(last.quarantined()).isEqualTo(1);
    assertThat(last.requeued()).isZero();
    assertThat(topics.of("orders", 0)).hasSize(4);
    DeadLetterView letter = letters.list(job(), at("0:3"), 1, null, false).letters().get(0);
    assertThat(letter.state()).isEqualTo(DeadLetterState.QUARANTINED);
    assertThat(letter.requeueAttempt()).isEqualTo(3);
    assertThat(Objects.requireNonNull(letter.resolution()).reason()).contains("3 times");
  }

  @Test
  void shouldLeaveWhatHasNoRecordToBeWrittenAgain() {
    putDeadLetter(0, "k", "sums", "sums", -1, 0);
    putDeadLetter(0, "u", "users", "users", 3, 0);
    putDeadLetter(0, "x", "parse", "elsewhere", 3, 0);
    topics.append(DLQ, 1, 0, null, null, MemoryTopics.headers(Map.of()));

    RequeueView done = requeue(job(), request(DeadLetterFilter.OPEN, null, null));

    assertThat(done.impossible()).isEqualTo(4);
    assertThat(done.left())
        .extracting(RequeueView.Left::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("result of window sums"),
            reason -> assertThat(reason).contains("newer row"),
            reason -> assertThat(reason).contains("does not read topic elsewhere"),
            reason -> assertThat(reason).contains("does not say which record"));
  }

  @Test
  void shouldJudgeClosedWindowsAsTheEngineDoes() {
    long time = NOON.toEpochMilli(); // its window ends a minute later, and may be late by 10 s
    fail(0, "k", "parse");
    TopicPartition partition = new TopicPartition("orders", 0);

    watermarks.put(partition, time + 69_998);
    assertThat(plan(ClosedWindow.REFUSE).requeued()).isEqualTo(1);
    watermarks.put(partition, time + 69_999);
    assertThat(plan(ClosedWindow.REFUSE).refused()).isEqualTo(1);
    assertThat(plan(ClosedWindow.REFUSE).left().get(0).reason()).contains("window sums", "closed");
    assertThat(plan(ClosedWindow.LATE).closed()).isEqualTo(1);
    assertThat(plan(ClosedWindow.CORRECT).closed()).isEqualTo(1);
    watermarks.put(partition, time + 669_998);
    assertThat(plan(ClosedWindow.CORRECT).requeued()).isEqualTo(1);
    watermarks.put(partition, time + 669_999);
    assertThat(plan(ClosedWindow.CORRECT).refused()).isEqualTo(1);
    assertThat(plan(ClosedWindow.LATE).requeued()).isEqualTo(1);
  }

  @Test
  void shouldMarkWhatMayCorrect() {
    fail(0, "k", "parse");

    requeue(job(), request(DeadLetterFilter.OPEN, ClosedWindow.CORRECT, null));

    assertThat(MemoryTopics.header(topics.of("orders", 0).get(1), "tidemark.requeue.closed-window"))
        .isEqualTo("correct");
  }

  @Test
  void shouldRequeueLateRecords() {
    topics.append("orders", 1, 5, bytes("k"), bytes("v"), MemoryTopics.headers(Map.of()));
    topics.append(
        "orders-late",
        1,
        5,
        bytes("k"),
        bytes("v"),
        MemoryTopics.headers(
            Map.of(
                DeadLetterHeaders.JOB, "revenue",
                DeadLetterHeaders.STEP, "sums",
                DeadLetterHeaders.EVENT_TIME, NOON.toString(),
                DeadLetterHeaders.SOURCE_TOPIC, "orders",
                DeadLetterHeaders.SOURCE_PARTITION, "1",
                DeadLetterHeaders.SOURCE_OFFSET, "0",
                DeadLetterHeaders.SOURCE_TIMESTAMP, "5")));
    watermarks.put(new TopicPartition("orders", 1), NOON.toEpochMilli() + 100_000);
    JobDeadLetters late = JobDeadLetters.of(spec(), DeadLetterKind.LATE);

    assertThat(requeue(late, request(DeadLetterFilter.OPEN, null, null)).refused()).isEqualTo(1);
    assertThat(requeue(late, request(DeadLetterFilter.OPEN, ClosedWindow.CORRECT, null)).requeued())
        .isEqualTo(1);
    assertThat(topics.of("orders", 1)).hasSize(2);
    assertThat(letters.stats(late, DeadLetterFilter.OPEN).requeued()).isEqualTo(1);
  }

  @Test
  void shouldNotRequeueWhatIsCountedInAnotherWindowOfTheSameKind() {
    lateFor(NOON.plusSeconds(60)); // of two windows, the first
    JobDeadLetters late = withTwoWindowsEach();

    RequeueView done = requeue(late, request(DeadLetterFilter.OPEN, ClosedWindow.LATE, null));

    assertThat(done.requeued()).isZero();
    assertThat(done.left().get(0).reason()).contains("some of its windows of sums only");
  }

  @Test
  void shouldRequeueWhatHasMissedAllOfItsWindows() {
    lateFor(NOON.plusSeconds(90)); // of two windows, both
    JobDeadLetters late = withTwoWindowsEach();
    TopicPartition partition = new TopicPartition("orders", 1);

    watermarks.put(partition, NOON.toEpochMilli() + 59_998);
    assertThat(requeue(late, dryRun(ClosedWindow.REFUSE)).requeued()).isEqualTo(1);
    watermarks.put(partition, NOON.toEpochMilli() + 59_999);
    assertThat(requeue(late, dryRun(ClosedWindow.REFUSE)).refused()).isEqualTo(1);
    assertThat(requeue(late, dryRun(ClosedWindow.LATE)).requeued()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAPlanWithAKindOfWindowThatIsNotKnown() {
    assertThatThrownBy(
            () -> JobDeadLetters.of(spec("tumbling", "cumulative"), DeadLetterKind.DEAD_LETTER))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("window sums")
        .hasMessageContaining("window kind cumulative is not known");
  }

  private void lateFor(Instant windowEnd) {
    topics.append("orders", 1, 5, bytes("k"), bytes("v"), MemoryTopics.headers(Map.of()));
    topics.append(
        "orders-late",
        1,
        5,
        bytes("k"),
        bytes("v"),
        MemoryTopics.headers(
            Map.of(
                DeadLetterHeaders.JOB, "revenue",
                DeadLetterHeaders.STEP, "sums",
                DeadLetterHeaders.EVENT_TIME, NOON.plusSeconds(40).toString(),
                DeadLetterHeaders.WINDOW_END, windowEnd.toString(),
                DeadLetterHeaders.SOURCE_TOPIC, "orders",
                DeadLetterHeaders.SOURCE_PARTITION, "1",
                DeadLetterHeaders.SOURCE_OFFSET, "0",
                DeadLetterHeaders.SOURCE_TIMESTAMP, "5")));
  }

  private static RequeueRequest dryRun(ClosedWindow policy) {
    return new RequeueRequest(null, policy, null, null, null, null, true);
  }

  @Test
  void shouldKeepWhoDiscardedWhatAndWhy() {
    fail(0, "k", "parse");

    DiscardView done =
        letters.discard(job(), new DiscardRequest(null, " a\n test ", null, null, null), "ada");

    assertThat(done.discarded()).isEqualTo(1);
    DeadLetterView letter = letters.list(job(), at("0:0"), 1, null, false).letters().get(0);
    assertThat(letter.resolution())
        .isEqualTo(
            new DeadLetterView.Resolution(DeadLetterState.DISCARDED, "ada", NOON, "a test", null));
    RequeueView requeue = requeue(job(), request(at("0:0"), null, null));
    assertThat(requeue.left().get(0).reason()).isEqualTo("it is discarded already");
    assertThatThrownBy(
            () -> letters.discard(job(), new DiscardRequest(null, " ", null, null, null), "ada"))
        .hasMessageContaining("'reason' is missing");
  }

  @Test
  void shouldTakeATopicThatWasCreatedAnewForAnother() {
    fail(0, "k", "parse");
    requeue(job(), request(DeadLetterFilter.OPEN, null, null));
    topics.delete(DLQ);
    topics.create(DLQ, 2);
    fail(0, "k", "parse");

    assertThat(found(DeadLetterFilter.OPEN)).containsExactly("0:0");
  }

  @Test
  void shouldLeaveTheLettersOfOtherJobsAlone() {
    topics.append(
        DLQ, 0, 0, null, null, MemoryTopics.headers(Map.of(DeadLetterHeaders.JOB, "another")));

    assertThat(found(DeadLetterFilter.OPEN)).isEmpty();
  }

  @Test
  void shouldKeepTheRate() {
    for (int i = 0; i < 20; i++) {
      fail(i % 2, "k" + i, "parse");
    }
    long[] now = new long[1];
    DeadLetters slow =
        new DeadLetters(topics, Clock.systemUTC(), () -> now[0], nanos -> now[0] += nanos);
    RequeueRequest five = new RequeueRequest(null, null, null, 5, null, null, null);

    RequeueView first = slow.requeue(job(), five, "ada", Map::of);
    RequeueRequest rest = new RequeueRequest(null, null, null, 5, null, first.next(), null);

    assertThat(first.requeued()).isEqualTo(10); // an answer takes two seconds
    assertThat(slow.requeue(job(), rest, "ada", Map::of).requeued()).isEqualTo(10);
    assertThat(now[0]).isEqualTo(4_000_000_000L);
    assertThat(found(DeadLetterFilter.OPEN)).isEmpty();
  }

  // --- what the tests say ---

  private RequeueView plan(ClosedWindow policy) {
    return requeue(job(), new RequeueRequest(null, policy, null, null, null, null, true));
  }

  private RequeueView requeue(JobDeadLetters job, RequeueRequest request) {
    return letters.requeue(job, request, "ada", () -> watermarks);
  }

  private static RequeueRequest request(
      DeadLetterFilter filter, @Nullable ClosedWindow policy, @Nullable String after) {
    return new RequeueRequest(filter, policy, null, null, null, after, null);
  }

  private List<String> found(DeadLetterFilter filter) {
    return letters.list(job(), filter, 100, null, false).letters().stream()
        .map(DeadLettersTest::at)
        .toList();
  }

  private long fail(int partition, String key, String step) {
    long offset =
        topics.append(
            "orders",
            partition,
            NOON.toEpochMilli(),
            bytes(key),
            bytes("value of " + key),
            MemoryTopics.headers(Map.of("color", "red")));
    putDeadLetter(partition, key, step, "orders", offset, 0);
    return offset;
  }

  /** What was requeued last fails again, and keeps its headers. */
  private void failAgain(int partition) {
    List<ConsumerRecord<byte[], byte[]>> log = topics.of("orders", partition);
    ConsumerRecord<byte[], byte[]> copy = log.get(log.size() - 1);
    int attempt =
        Integer.parseInt(
            String.valueOf(MemoryTopics.header(copy, DeadLetterHeaders.REQUEUE_ATTEMPT)));
    putDeadLetter(partition, "k", "parse", "orders", copy.offset(), attempt);
  }

  private void putDeadLetter(
      int partition, String key, String step, String topic, long offset, int attempt) {
    topics.append(
        DLQ,
        partition,
        0,
        bytes(key),
        bytes("value of " + key),
        deadLetter(step, topic, partition, offset, attempt, NOON.plusSeconds(failures++)));
  }

  private static DeadLetterFilter filter(
      @Nullable String step, @Nullable String exception, @Nullable String key) {
    return new DeadLetterFilter(null, step, exception, null, null, null, key, null, null);
  }

  private static DeadLetterFilter at(String at) {
    return new DeadLetterFilter(null, null, null, null, null, null, null, at, null);
  }

  private static String at(DeadLetterView letter) {
    return letter.partition() + ":" + letter.offset();
  }
}
