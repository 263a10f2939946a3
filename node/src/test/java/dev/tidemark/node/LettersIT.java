package dev.tidemark.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.node.api.AlertView;
import dev.tidemark.node.api.ClosedWindow;
import dev.tidemark.node.api.DesiredState;
import dev.tidemark.node.api.DiscardRequest;
import dev.tidemark.node.api.JobRequest;
import dev.tidemark.node.api.JobSettings;
import dev.tidemark.node.api.JobState;
import dev.tidemark.node.api.LetterFilter;
import dev.tidemark.node.api.LetterKind;
import dev.tidemark.node.api.LetterState;
import dev.tidemark.node.api.LetterView;
import dev.tidemark.node.api.RequeueRequest;
import dev.tidemark.node.api.RequeueView;
import dev.tidemark.node.client.NodeClient;
import dev.tidemark.node.cluster.KafkaClients;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.letters.JobLetters;
import dev.tidemark.node.letters.Letters;
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
  private static final String JOB = "mendable";
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

    LetterView shown = letter(0);
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
    LetterView requeued = letter(0);
    assertThat(requeued.state()).isEqualTo(LetterState.REQUEUED);
    assertThat(Objects.requireNonNull(requeued.resolution()).target()).startsWith("readings/0/");
    followThePolicyForClosedWindows();
    client.delete(JOB, true, OptionalLong.empty());
  }

  private static void quarantineWhatFailsAgain() {
    RequeueRequest once = request(at(1), null, 1);
    assertThat(requeue(LetterKind.DEAD_LETTER, once).requeued()).isEqualTo(1);
    TestNodes.await(() -> letters("all") == 4, "it has failed again");
    LetterView again = letter(3);
    assertThat(again.requeueAttempt()).isEqualTo(1);
    assertThat(Objects.requireNonNull(again.headers()))
        .containsEntry("tidemark.requeue.of", JOB + "-dead-letters/0/" + place(1));

    assertThat(requeue(LetterKind.DEAD_LETTER, request(at(3), null, 1)).quarantined()).isEqualTo(1);
    assertThat(letter(3).state()).isEqualTo(LetterState.QUARANTINED);
  }

  private static void discardForAReason() {
    assertThat(
            client.discard(JOB, new DiscardRequest(at(2), "a test", null, null, null)).discarded())
        .isEqualTo(1);
    LetterView.Resolution kept = Objects.requireNonNull(letter(2).resolution());
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
    JobLetters letters = JobLetters.of(client.job(JOB).spec(), LetterKind.DEAD_LETTER);
    List<CompletableFuture<Long>> callers = new ArrayList<>();
    IntStream.range(0, 2)
        .forEach(
            i -> {
              callers.add(
                  CompletableFuture.supplyAsync(
                      () ->
                          requeue(LetterKind.DEAD_LETTER, request(LetterFilter.OPEN, null, 3))
                              .requeued()));
              callers.add(CompletableFuture.supplyAsync(() -> requeueOfAnotherNode(letters)));
            });
    assertThat(callers.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(1);
    assertThat(open()).isZero();
  }

  private static long requeueOfAnotherNode(JobLetters letters) {
    KafkaClients clients = KafkaClients.of(config);
    try (Admin admin = clients.admin()) {
      Letters own = Letters.in(admin, clients, null);
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
        () -> client.letterStats(JOB, LetterKind.LATE, LetterFilter.OPEN).open() == 1, "late");

    RequeueView refused = requeue(LetterKind.LATE, request(LetterFilter.OPEN, null, 3));
    assertThat(refused.refused()).isEqualTo(1);
    assertThat(refused.left().get(0).reason()).contains("window tens", "closed");

    RequeueView late = requeue(LetterKind.LATE, request(LetterFilter.OPEN, ClosedWindow.LATE, 3));
    assertThat(late.closed()).isEqualTo(1);
    TestNodes.await(
        () -> client.letterStats(JOB, LetterKind.LATE, LetterFilter.OPEN).total() == 2,
        "it is late again");

    assertThat(
            requeue(LetterKind.LATE, request(LetterFilter.OPEN, ClosedWindow.CORRECT, 3))
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

  private static RequeueView requeue(LetterKind kind, RequeueRequest request) {
    return client.requeue(JOB, kind, request);
  }

  private static RequeueRequest request(
      LetterFilter filter, @Nullable ClosedWindow policy, int maxAttempts) {
    return new RequeueRequest(filter, policy, maxAttempts, null, null, null, null);
  }

  private static LetterFilter at(int number) {
    return new LetterFilter(null, null, null, null, null, null, null, "0:" + place(number), null);
  }

  private static LetterView letter(int number) {
    return client.letter(JOB, LetterKind.DEAD_LETTER, null, 0, place(number));
  }

  /** Where the first, second, ... letter lies; transactions leave gaps. */
  private static long place(int number) {
    if (number >= places.size()) {
      places =
          client.letters(JOB, LetterKind.DEAD_LETTER, inState("all"), 100, null).letters().stream()
              .map(LetterView::offset)
              .toList();
    }
    return places.get(number);
  }

  private static long open() {
    return letters("open");
  }

  private static long letters(String state) {
    return client.letterStats(JOB, LetterKind.DEAD_LETTER, inState(state)).total();
  }

  private static LetterFilter inState(String state) {
    return new LetterFilter(null, null, null, null, null, null, null, null, state);
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
