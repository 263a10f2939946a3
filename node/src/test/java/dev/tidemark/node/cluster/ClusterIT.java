package dev.tidemark.node.cluster;

import static dev.tidemark.node.cluster.TestCluster.await;
import static dev.tidemark.node.cluster.TestCluster.config;
import static dev.tidemark.node.cluster.TestCluster.node;
import static dev.tidemark.node.cluster.TestCluster.open;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.node.SharedBroker;
import dev.tidemark.node.cluster.TestCluster.Opened;
import dev.tidemark.node.jobs.JobRegistry;
import dev.tidemark.node.jobs.SpecChanges;
import dev.tidemark.runtime.base.JobException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The cluster's memory, in a real broker. */
class ClusterIT {

  private static final List<JarView.JarJob> JOBS = List.of(new JarView.JarJob("a.Job", "job"));

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  private String cluster = "";

  @BeforeEach
  void nameCluster(TestInfo test) {
    cluster = "c" + Math.abs(test.getDisplayName().hashCode());
  }

  @Test
  void shouldPutTheChangesOfTwoNodesInOneOrder() throws Exception {
    try (Opened a = open("a");
        Opened b = open("b")) {
      ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
      AtomicInteger lost = new AtomicInteger();
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int writer = i;
        JobRegistry book = (i % 2 == 0 ? a : b).memory().book();
        ends.add(threads.submit(() -> race(writer, book, accepted, lost)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      threads.shutdown();

      assertThat(accepted.size() + lost.get()).isEqualTo(200);
      assertThat(accepted).hasSizeGreaterThan(100).doesNotHaveDuplicates();
      List<String> log = log();
      assertThat(log).containsExactlyInAnyOrderElementsOf(accepted);
      for (String name : List.of("shared", "own-0", "own-1", "own-2", "own-3")) {
        List<String> versions = log.stream().filter(each -> each.startsWith(name + " ")).toList();
        assertThat(versions).isNotEmpty();
        for (int i = 0; i < versions.size(); i++) {
          assertThat(versions.get(i)).startsWith(name + " " + (i + 1) + " ");
        }
      }
      await(
          () -> a.memory().book().jobs().equals(b.memory().book().jobs()),
          "both see the same book");
    }
  }

  private void race(
      int writer, JobRegistry book, ConcurrentLinkedQueue<String> accepted, AtomicInteger lost) {
    Random random = new Random(writer);
    for (int i = 0; i < 50; i++) {
      boolean shared = random.nextInt(3) > 0;
      String name = shared ? "shared" : "own-" + writer;
      String by = writer + "-" + i;
      // half of the changes hold only for the version that this node has seen
      long seen = Optional.ofNullable(book.jobs().get(name)).map(JobSpec::version).orElse(0L);
      OptionalLong ifMatch = random.nextBoolean() ? OptionalLong.of(seen) : OptionalLong.empty();
      try {
        JobSpec now =
            book.change(
                    name,
                    old -> {
                      SpecChanges.requireVersion(old, ifMatch);
                      long version = old.map(JobSpec::version).orElse(0L);
                      return Optional.of(Specs.spec(name, version + 1, by));
                    })
                .orElseThrow();
        assertThat(Objects.requireNonNull(book.jobs().get(name)).version())
            .isGreaterThanOrEqualTo(now.version());
        if (ifMatch.isPresent()) {
          assertThat(now.version()).isEqualTo(seen + 1);
        }
        accepted.add(text(now));
      } catch (ApiException e) {
        assertThat(e.status()).isEqualTo(412);
        lost.incrementAndGet();
      }
    }
  }

  @Test
  void shouldChangeNothingWhenTheDecisionThrowsOrIsTheSame() throws Exception {
    try (Opened a = open("a")) {
      JobRegistry book = a.memory().book();
      book.change("job", old -> Optional.of(Specs.spec("job", 1, "me")));

      assertThatThrownBy(
              () ->
                  book.change(
                      "job",
                      old -> {
                        throw ApiException.of(409, "no", "no", "no");
                      }))
          .isInstanceOf(ApiException.class);
      assertThat(book.change("job", old -> old)).map(JobSpec::version).hasValue(1L);
      assertThat(log()).hasSize(1);
      assertThat(book.change("job", old -> Optional.empty())).isEmpty();
      assertThat(book.jobs()).isEmpty();
    }
  }

  @Test
  void shouldReadTheBookAgainWhenANodeComesBack() {
    try (Opened a = open("a")) {
      a.memory().book().change("job", old -> Optional.of(Specs.spec("job", 1, "me")));
    }
    try (Opened a = open("a")) {
      assertThat(a.memory().book().jobs()).containsOnlyKeys("job");
    }
  }

  @Test
  void shouldFetchAJarThatAnotherNodeHasTaken() throws Exception {
    byte[] jar = bytes(1_700_000, 1);
    try (Opened a = open("a");
        Opened b = open("b")) {
      JarView kept = put(a, jar);

      await(() -> b.memory().jars().find(kept.id()).isPresent(), "b knows the jar");
      Path file = b.memory().jars().file(kept.id());

      assertThat(file).hasBinaryContent(jar);
      assertThat(kept.bytes()).isEqualTo(jar.length);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void shouldChangeNothingWhenTheSameJarComesAgain() throws Exception {
    byte[] jar = bytes(600_000, 2);
    try (Opened a = open("a")) {
      JarView first = put(a, jar);
      long end = end(cluster + "-jar-chunks");

      assertThat(put(a, jar)).isEqualTo(first);
      assertThat(end(cluster + "-jar-chunks")).isEqualTo(end);
      assertThat(a.memory().jars().list()).containsExactly(first);
    }
  }

  @Test
  void shouldFetchACorruptFileOfTheCacheAgain() throws Exception {
    byte[] jar = bytes(700_000, 3);
    try (Opened a = open("a")) {
      JarView kept = put(a, jar);
      Files.write(a.memory().jars().file(kept.id()), new byte[] {1, 2, 3});

      assertThat(a.memory().jars().file(kept.id())).hasBinaryContent(jar);
    }
  }

  @Test
  void shouldNameTheChunkThatIsGone() throws Exception {
    byte[] jar = bytes(700_000, 4);
    try (Opened a = open("a")) {
      JarView kept = put(a, jar);
      JarManifest manifest = manifest(kept.id());
      JarManifest wrong =
          new JarManifest(
              manifest.id(),
              manifest.bytes(),
              manifest.uploadedBy(),
              manifest.uploadedAt(),
              manifest.jobs(),
              manifest.upload(),
              List.of(manifest.chunks().get(0), manifest.chunks().get(0)));
      send(cluster + "-jars", kept.id(), Json.mapper().writeValueAsBytes(wrong));
      Files.delete(a.memory().jars().file(kept.id()));
      await(
          () -> {
            try {
              Files.deleteIfExists(a.memory().jars().file(kept.id()));
              return false;
            } catch (IOException e) {
              return String.valueOf(e.getMessage()).contains("chunk 1 of jar " + kept.id());
            }
          },
          "the chunk is missed");
    }
  }

  @Test
  void shouldLeaveNothingReadableOfAnUploadThatBreaksOff() throws Exception {
    try (Opened a = open("a")) {
      InputStream broken =
          new InputStream() {
            private int left = 600_000;

            @Override
            public int read() throws IOException {
              if (left-- <= 0) {
                throw new IOException("the client is gone");
              }
              return 7;
            }
          };

      assertThatThrownBy(() -> a.memory().jars().put(broken, 1 << 20, "me", file -> JOBS))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(
              () ->
                  a.memory()
                      .jars()
                      .put(new ByteArrayInputStream(bytes(2_000, 5)), 1_000, "me", file -> JOBS))
          .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(413));
      assertThatThrownBy(
              () ->
                  a.memory()
                      .jars()
                      .put(
                          new ByteArrayInputStream(bytes(2_000, 5)),
                          10_000,
                          "me",
                          file -> {
                            throw ApiException.of(422, "no_jar", "no", "no");
                          }))
          .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(422));

      assertThat(a.memory().jars().list()).isEmpty();
      assertThat(TestCluster.files(folder.resolve("a").resolve("jars"))).isEmpty();
      assertThat(end(cluster + "-jar-chunks")).isZero();
    }
  }

  @Test
  void shouldForgetAJarUnlessAJobNeedsIt() throws Exception {
    try (Opened a = open("a")) {
      JarView kept = put(a, bytes(1_000, 6));
      Path file = a.memory().jars().file(kept.id());

      assertThatThrownBy(() -> a.memory().jars().delete(kept.id(), () -> List.of("revenue")))
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> assertThat(e.error().message()).contains("revenue").contains(kept.id()));
      a.memory().jars().delete(kept.id(), List::of);

      assertThat(a.memory().jars().find(kept.id())).isEmpty();
      assertThat(file).doesNotExist();
      assertThatThrownBy(() -> a.memory().jars().file(kept.id())).isInstanceOf(IOException.class);
      assertThat(put(a, bytes(1_000, 6)).id()).isEqualTo(kept.id());
    }
  }

  @Test
  void shouldSeeNodesComeLeaveAndGo() {
    Instant start = Instant.now();
    try (Opened a = open("a");
        Opened b = open("b")) {
      a.memory().join(Optional.empty(), () -> node("a", start, false));
      b.memory().join(Optional.empty(), () -> node("b", start, false));
      await(() -> ids(a).equals(List.of("a", "b")), "a sees b");
      await(() -> ids(b).equals(List.of("a", "b")), "b sees a");

      b.memory().membership().leave();

      await(() -> ids(a).equals(List.of("a")), "b has left");
    }
  }

  @Test
  void shouldRefuseTheIdOfANodeThatIsAlive() throws Exception {
    Instant start = Instant.now();
    ExecutorService beating = Executors.newSingleThreadExecutor();
    try (Opened a = open("a");
        Opened same =
            TestCluster.open(
                config("a", cluster, SharedBroker.bootstrapServers(), folder.resolve("other")))) {
      a.memory().join(Optional.empty(), () -> node("a", start, false));
      Future<?> beats =
          beating.submit(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  a.memory().membership().beat();
                  java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
                }
              });
      await(() -> ids(same).contains("a"), "the other one is seen");

      assertThatThrownBy(
              () -> same.memory().join(Optional.empty(), () -> node("a", Instant.now(), false)))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.hint()).contains("node.id"));
      beats.cancel(true);
    } finally {
      beating.shutdownNow();
    }
  }

  @Test
  void shouldComeBackAtOnceInTheFolderOfAPredecessorThatWasKilled() {
    Instant start = Instant.parse("2026-11-21T10:00:00Z");
    try (Opened a = open("a")) {
      a.memory().join(Optional.empty(), () -> node("a", start, false));
    }
    try (Opened a = open("a")) {
      long before = System.nanoTime();
      a.memory().join(Optional.of(start), () -> node("a", Instant.now(), false));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void shouldRefuseATopicThatWouldForget() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(cluster + "-jobs", 1, (short) 1)
                      .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "delete"))))
          .all()
          .get();
    }

    assertThatThrownBy(() -> open("a").close())
        .isInstanceOfSatisfying(
            JobException.class,
            e -> {
              assertThat(e).hasMessageContaining("cleanup.policy=delete");
              assertThat(e.hint()).contains("cleanup.policy=compact");
            });
  }

  private Opened open(String id) {
    return TestCluster.open(
        config(id, cluster, SharedBroker.bootstrapServers(), folder.resolve(id)));
  }

  private static List<String> ids(Opened opened) {
    return opened.memory().membership().live().stream().map(NodeView::id).toList();
  }

  private static JarView put(Opened opened, byte[] jar) throws IOException {
    return opened.memory().jars().put(new ByteArrayInputStream(jar), 1 << 24, "me", file -> JOBS);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String text(JobSpec spec) {
    return spec.name() + " " + spec.version() + " " + spec.changed().by();
  }

  private List<String> log() throws IOException {
    List<String> log = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : read(cluster + "-jobs")) {
      log.add(
          each.value() == null
              ? new String(each.key(), UTF_8) + " deleted"
              : text(Json.mapper().readValue(each.value(), JobSpec.class)));
    }
    return log;
  }

  private JarManifest manifest(String id) throws IOException {
    for (ConsumerRecord<byte[], byte[]> each : read(cluster + "-jars")) {
      if (new String(each.key(), UTF_8).equals(id)) {
        return Json.mapper().readValue(each.value(), JarManifest.class);
      }
    }
    throw new AssertionError("no manifest");
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = clients().consumer("test", true)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }

  private long end(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = clients().consumer("test", true)) {
      return Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
    }
  }

  private void send(String topic, String key, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = clients().producer("test", Optional.empty(), 0)) {
      producer.send(new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value)).get();
    }
  }

  private KafkaClients clients() {
    return KafkaClients.of(config("test", cluster, SharedBroker.bootstrapServers(), folder));
  }
}
