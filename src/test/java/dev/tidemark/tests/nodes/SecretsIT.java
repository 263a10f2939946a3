package dev.tidemark.tests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.Registering;
import dev.tidemark.dev.BrokerUsers;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.node.http.Tokens;
import dev.tidemark.tests.base.Http;
import dev.tidemark.tests.base.JobJars;
import dev.tidemark.tests.base.NodeProcess;
import dev.tidemark.tests.base.Nodes;
import dev.tidemark.tests.base.TestCluster;
import dev.tidemark.tests.faults.ClusterChaosIT;
import dev.tidemark.tests.orders.OrdersLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is given a secret of each kind; then everything that a node, its workers and its API show,
 * write and keep is searched for them, while jobs run, fail and can't reach what they need.
 */
class SecretsIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String OF_KAFKA = "canary-of-kafka-7f3a91";
  private static final String OF_REGISTRY = "canary-of-registry-c402de";
  private static final String TOKEN = Tokens.create();
  private static final List<String> SECRETS =
      List.of(OF_KAFKA, OF_REGISTRY, TOKEN, base64("node:" + OF_REGISTRY), base64(TOKEN));
  private static final List<String> PATHS =
      List.of(
          "",
          "/health/live",
          "/health/ready",
          "/openapi.yaml",
          "/jars",
          "/jobs",
          "/jobs/%s",
          "/jobs/%s/status",
          "/jobs/%s/tasks",
          "/jobs/%s/exceptions",
          "/jobs/%s/topology",
          "/jobs/%s/offsets",
          "/jobs/%s/lag",
          "/jobs/%s/watermarks",
          "/jobs/%s/ledger",
          "/jobs/%s/logs?tail=10000",
          "/jobs/%s/stores",
          "/jobs/%s/stores/none?key=1",
          "/jobs/nobody",
          "/nothing");

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  /** Where secrets were looked for, with what was found there. */
  private final Map<String, String> searched = new TreeMap<>();

  @Test
  void shouldShowNoSecretAnywhereWhateverFails() throws IOException {
    BrokerUsers users = BrokerUsers.administrator("node", OF_KAFKA);
    try (EmbeddedKafka broker =
            EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withUsers(users));
        TestCluster cluster =
            new TestCluster(broker.bootstrapServers(), users.clientProperties("node"));
        Nodes nodes = Nodes.start(List.of(place(cluster)), TOKEN)) {
      cluster.kafka().createTopic("orders", OrdersLog.PARTITIONS);
      nodes.awaitUp();

      awaitASnoopThatFails(cluster, nodes);
      awaitAJobWithoutItsRegistry(cluster, nodes);

      search(nodes, "snoops");
      search(nodes, "revenue");
      assertThat(searched).isNotEmpty();
      assertThat(searched.keySet()).filteredOn(this::holdsASecret).isEmpty();
      assertThat(searched.get("logs of snoops")).contains(SnoopsJob.END);
    }
  }

  private NodeProcess.Place place(TestCluster cluster) throws IOException {
    Path tokens = secretFile("tokens", line());
    Path peer = secretFile("peer-token", TOKEN);
    return NodeProcess.Place.of("node-0", cluster, folder)
        .with(
            Map.of(
                "basic.auth.credentials.source",
                "USER_INFO",
                "basic.auth.user.info",
                "node:" + OF_REGISTRY,
                "tokens.file",
                tokens.toString(),
                "peer.token.file",
                peer.toString()));
  }

  private Path secretFile(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String line() {
    return Tokens.line("tester", Principal.Role.SUBMITTER, TOKEN);
  }

  private void awaitASnoopThatFails(TestCluster cluster, Nodes nodes) {
    submit(nodes, "snoops", JobJars.of(SnoopsJob.class, folder));
    nodes.awaitState("snoops", JobState.RUNNING);
    cluster
        .kafka()
        .publish(
            OrdersLog.generate(new OrdersLog.Shape(1, 100, OrdersLog.BEGIN, 20)).stream()
                .map(line -> line.message("orders"))
                .toList());
    nodes.awaitState("snoops", JobState.FAILED);
    nodes.await(
        () -> "what it found is in its log",
        LIMIT,
        client -> client.logs("snoops", null, 10_000, null),
        lines -> lines.stream().map(LogLine::text).anyMatch(SnoopsJob.END::equals));
  }

  /** Failures of a connection tell much of how it was made. */
  private void awaitAJobWithoutItsRegistry(TestCluster cluster, Nodes nodes) {
    cluster.kafka().createTopic("users", OrdersLog.PARTITIONS);
    submit(nodes, "revenue", ClusterChaosIT.jar(folder));
    nodes.awaitState("revenue", JobState.RUNNING);
    cluster.stopRegistry();
    nodes.change("revenue", JobVerb.RESTART);
    nodes.await(
        () -> "it is shown to fail",
        LIMIT,
        client -> client.job("revenue"),
        view -> view.workers().stream().anyMatch(worker -> worker.error() != null));
  }

  private static void submit(Nodes nodes, String name, Path jar) {
    JobSettings small = new JobSettings(1, 96, 0, 200, Map.of(), Registering.COMPATIBLE);
    nodes.submit(new JobRequest(name, nodes.upload(jar), null, null, small, null, null));
  }

  private void search(Nodes nodes, String job) throws IOException {
    NodeProcess node = nodes.get(0);
    for (String path : PATHS) {
      String url = node.url() + "/api/v1" + path.formatted(job);
      note("answer of " + url, answer(url, TOKEN));
      note("answer to nobody of " + url, answer(url, "tmk_wrong"));
    }
    note(
        "logs of " + job,
        String.join(
            "\n",
            nodes.ask(client -> client.logs(job, null, 10_000, null)).stream()
                .map(LogLine::text)
                .toList()));
    note("log of the node", node.log());
    List<Long> processes =
        new ArrayList<>(node.children().stream().map(ProcessHandle::pid).toList());
    processes.add(node.pid());
    for (long pid : processes) {
      noteFile(Path.of("/proc", Long.toString(pid), "cmdline"));
      noteFile(Path.of("/proc", Long.toString(pid), "environ"));
    }
    try (Stream<Path> files =
        Stream.concat(files(node.place().dataDir()), files(node.place().temporary()))) {
      files.filter(Files::isRegularFile).forEach(this::noteFile);
    }
  }

  private static Stream<Path> files(Path folder) throws IOException {
    return Files.walk(folder);
  }

  private static String answer(String url, String token) throws IOException {
    HttpResponse<String> response =
        Http.send(
            HttpRequest.newBuilder(URI.create(url))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .build());
    return response.headers().map() + response.body();
  }

  private void noteFile(Path file) {
    try {
      note(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // a process that has ended, or a file that was removed meanwhile
    }
  }

  private void note(String where, String text) {
    searched.merge(where, text, String::concat);
  }

  private boolean holdsASecret(String where) {
    String text = searched.getOrDefault(where, "");
    return SECRETS.stream().anyMatch(text::contains);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
