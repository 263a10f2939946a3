package dev.tidemark.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.deadletters.ClosedWindow;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.deadletters.RequeueView;
import dev.tidemark.client.api.job.AlertView;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.node.cluster.KafkaClients;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.deadletters.DeadLetters;
import dev.tidemark.node.deadletters.JobDeadLetters;
import dev.tidemark.node.supervisor.SampleJars;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import samplejobs.MendableJob;

/** Dead letters and late records from the record that fails to the result that is right. */
class LettersIT {
  private static final String JOB = "fixable";
  private static final JobSettings SETTINGS = new JobSettings(1, 128, 0, 100, Map.of());
  private static final Duration PATIENCE = Duration.ofSeconds(120); // JVMs are started

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  static Path folder;

  private static TestTopics topics;
  private static NodeConfig config;
  private static Node node;
  private static NodeClient client;
  private static String jar;
  private static List<Long> places = List.of();

  @BeforeAll
  static void start() throws Exception {
    topics = new TestTopics(SharedBroker.bootstrapServers());
    config = TestNodes.config("a", "letters", SharedBroker.bootstrapServers(), folder.resolve("a"));
    node = Node.start(config);
    client = NodeClient.at(List.of(URI.create(node.url()))).build();
    jar = client.putJar(SampleJars.of(MendableJob.class, folder), sent -> {}).id();
  }

  @AfterAll
  static void stop() {
    client.close();
    node.close();
    topics.close();
  }

  @Test
  void shouldMendWhatFailedAndCountItOnce() throws Exception {
    topics.create("readings", 1, "counts", 1);
    put(Map.of());
    await(JobState.RUNNING);
    topics.send("readings", 0, "a 1", "a 2 !", "b 3 !", "c 4 !", "a 5");
    TestNodes.await(() -> open() == 3, "three are dead letters");

    DeadLetterView shown = letter(0);
    assertThat(shown.step()).isEqualTo("check");
    assertThat(shown.exception()).isEqualTo("java.lang.IllegalStateException");
    assertThat(Objects.requireNonNull(shown.value()).asText()).isEqualTo("a 2 !");
    assertThat(Objects.requireNonNull(shown.source()).offset()).isEqualTo(1);
    assertThat(shown.run()).isEqualTo(JOB + ".r1");
    assertThat(client.status(JOB).deadLetters()).extracting(AlertView::total).isEqualTo(3L);

    quarantineWhatFailsAgain();
    discardForAReason();
    put(Map.of("strict", "false"));
    await(JobState.RUNNING);
    leaveATransactionOpen();
    requeueByManyAtATime();

    assertThat(values("readings").filter("a 2 !"::equals).count()).isEqualTo(2);
    topics.send("readings", 0, "z 20");
    topics.awaitValues("counts", "a 0 3");
    DeadLetterView requeued = letter(0);
    assertThat(requeued.state()).isEqualTo(DeadLetterState.REQUEUED);
    assertThat(Objects.requireNonNull(requeued.resolution()).target()).startsWith("readings/0/");
    followThePolicyForClosedWindows();
    client.delete(JOB, true, OptionalLong.empty());
  }

  private static void quarantineWhatFailsAgain() {
    RequeueRequest once = request(at(1), null, 1);
    assertThat(requeue(DeadLetterKind.DEAD_LETTER, once).requeued()).isEqualTo(1);
    TestNodes.await(() -> letters("all") == 4, "it has failed again");
    DeadLetterView again = letter(3);
    assertThat(again.requeueAttempt()).isEqualTo(1);
    assertThat(Objects.requireNonNull(again.headers()))
        .containsEntry("tidemark.requeue.of", JOB + "-dead-letters/0/" + place(1));

    assertThat(requeue(DeadLetterKind.DEAD_LETTER, request(at(3), null, 1)).quarantined())
        .isEqualTo(1);
    assertThat(letter(3).state()).isEqualTo(DeadLetterState.QUARANTINED);
  }

  private static void discardForAReason() {
    assertThat(
            client.discard(JOB, new DiscardRequest(at(2), "a test", null, null, null)).discarded())
        .isEqualTo(1);
    DeadLetterView.Resolution kept = Objects.requireNonNull(letter(2).resolution());
    assertThat(kept.by()).isEqualTo("local");
    assertThat(kept.reason()).isEqualTo("a test");
  }

  /** A node was killed between the copy and the commit. */
  private static void leaveATransactionOpen() {
    try (KafkaProducer<byte[], byte[]> killed =
        KafkaClients.of(config).transactions("killed", JOB + ".requeue", 15_000)) {
      killed.initTransactions();
      killed.beginTransaction();
      killed.send(
          new ProducerRecord<>("readings", 0, null, "a 2 !".getBytes(StandardCharsets.UTF_8)));
      killed.flush();
      killed.close(Duration.ZERO);
    }
  }

  /** Some ask the node, others are nodes of their own. */
  private static void requeueByManyAtATime() {
    JobDeadLetters letters = JobDeadLetters.of(client.job(JOB).spec(), DeadLetterKind.DEAD_LETTER);
    List<CompletableFuture<Long>> callers = new ArrayList<>();
    IntStream.range(0, 2)
        .forEach(
            i -> {
              callers.add(
                  CompletableFuture.supplyAsync(
                      () ->
                          requeue(
                                  DeadLetterKind.DEAD_LETTER,
                                  request(DeadLetterFilter.OPEN, null, 3))
                              .requeued()));
              callers.add(CompletableFuture.supplyAsync(() -> requeueOfAnotherNode(letters)));
            });
    assertThat(callers.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(1);
    assertThat(open()).isZero();
  }

  private static long requeueOfAnotherNode(JobDeadLetters letters) {
    KafkaClients clients = KafkaClients.of(config);
    try (Admin admin = clients.admin()) {
      DeadLetters own = DeadLetters.in(admin, clients, null);
      long requeued = 0;
      @Nullable String after = null;
      do {
        RequeueView view =
            own.requeue(
                letters,
                new RequeueRequest(null, null, null, null, null, after, null),
                "other",
                Map::of);
        requeued += view.requeued();
        after = view.next();
      } while (after != null);
      return requeued;
    }
  }

  private static void followThePolicyForClosedWindows() {
    topics.send("readings", 0, "a 6");
    TestNodes.await(
        () -> client.letterStats(JOB, DeadLetterKind.LATE, DeadLetterFilter.OPEN).open() == 1,
        "late");

    RequeueView refused = requeue(DeadLetterKind.LATE, request(DeadLetterFilter.OPEN, null, 3));
    assertThat(refused.refused()).isEqualTo(1);
    assertThat(refused.left().get(0).reason()).contains("window tens", "closed");

    RequeueView late =
        requeue(DeadLetterKind.LATE, request(DeadLetterFilter.OPEN, ClosedWindow.LATE, 3));
    assertThat(late.closed()).isEqualTo(1);
    TestNodes.await(
        () -> client.letterStats(JOB, DeadLetterKind.LATE, DeadLetterFilter.OPEN).total() == 2,
        "it is late again");

    assertThat(
            requeue(DeadLetterKind.LATE, request(DeadLetterFilter.OPEN, ClosedWindow.CORRECT, 3))
                .requeued())
        .isEqualTo(1);
    topics.awaitValues("counts", "a 0 3", "a 0 4");
    ConsumerRecord<String, String> corrected = records("counts").get(1);
    assertThat(
            new String(
                corrected.headers().lastHeader("tidemark.correction").value(),
                StandardCharsets.UTF_8))
        .isEqualTo("1");
    TestNodes.await(
        () -> client.ledger(JOB).sources().stream().allMatch(source -> source.balanced()),
        "the ledger balances");
  }

  // --- what is asked ---

  private static RequeueView requeue(DeadLetterKind kind, RequeueRequest request) {
    return client.requeue(JOB, kind, request);
  }

  private static RequeueRequest request(
      DeadLetterFilter filter, @Nullable ClosedWindow policy, int maxAttempts) {
    return new RequeueRequest(filter, policy, maxAttempts, null, null, null, null);
  }

  private static DeadLetterFilter at(int number) {
    return new DeadLetterFilter(
        null, null, null, null, null, null, null, "0:" + place(number), null);
  }

  private static DeadLetterView letter(int number) {
    return client.letter(JOB, DeadLetterKind.DEAD_LETTER, null, 0, place(number));
  }

  /** Returns the offset of a dead letter by its number; transactions leave gaps. */
  private static long place(int number) {
    if (number >= places.size()) {
      places =
          client
              .letters(JOB, DeadLetterKind.DEAD_LETTER, inState("all"), 100, null)
              .letters()
              .stream()
              .map(DeadLetterView::offset)
              .toList();
    }
    return places.get(number);
  }

  private static long open() {
    return letters("open");
  }

  private static long letters(String state) {
    return client.letterStats(JOB, DeadLetterKind.DEAD_LETTER, inState(state)).total();
  }

  private static DeadLetterFilter inState(String state) {
    return new DeadLetterFilter(null, null, null, null, null, null, null, null, state);
  }

  private static void put(Map<String, String> parameters) {
    client.put(
        JOB,
        new JobRequest(JOB, jar, null, parameters, SETTINGS, null, DesiredState.RUNNING),
        OptionalLong.empty(),
        false);
  }

  private static void await(JobState state) {
    TestNodes.await(
        PATIENCE,
        () ->
            client.job(JOB).state() == state
                && client.job(JOB).workers().stream()
                    .allMatch(worker -> worker.version() == client.job(JOB).spec().version()),
        () -> "job is " + client.job(JOB).state());
  }

  private static Stream<String> values(String topic) {
    return records(topic).stream().map(ConsumerRecord::value);
  }

  private static List<ConsumerRecord<String, String>> records(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (consumer.position(partition) < end) {
        records.addAll(
            consumer.poll(Duration.ofMillis(100)).records(partition).stream()
                .collect(Collectors.toList()));
      }
      return records;
    }
  }
}
