package dev.tidemark.tests.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.dev.BrokerUsers;
import dev.tidemark.dev.EmbeddedKafka;
import dev.tidemark.node.Node;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.runtime.base.ConnectionConfig;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.tests.base.JobJars;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import dev.tidemark.tests.orders.OrdersByRegion;
import dev.tidemark.tests.orders.OrdersLog;
import java.io.FileNotFoundException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node on a broker that allows each principal what the access control lists of {@code
 * docs/security.md} say, and nothing else: the list is enough, and all of it is needed.
 */
class NodeAclIT {

  private static final String ADMINISTRATOR = "admin";
  private static final List<AccessList.Grant> OF_JOB = AccessList.of("### Of a job");
  private static final List<AccessList.Grant> OF_NODE = AccessList.of("### Of a node");

  private static BrokerUsers users;
  private static EmbeddedKafka broker;
  private static TestKafka kafka;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path folder;

  @BeforeAll
  static void start() {
    users = BrokerUsers.administrator(ADMINISTRATOR, "of the broker").with("whole", "secret");
    for (AccessList.Grant grant : OF_NODE) {
      users = users.with(lacking(grant), "secret");
    }
    broker = EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withUsers(users));
    kafka = new TestKafka(broker.bootstrapServers(), users.clientProperties(ADMINISTRATOR));
    kafka.createTopic("orders", OrdersLog.PARTITIONS);
  }

  @AfterAll
  static void stop() {
    kafka.close();
    broker.close();
  }

  static List<AccessList.Grant> grants() {
    return OF_NODE;
  }

  @Test
  void shouldSubmitChangeAndPurgeWithTheDocumentedListsAlone() throws Exception {
    allow("whole", OF_NODE);

    comeAndGo("whole");

    assertThat(kafka.topics()).noneMatch(topic -> topic.startsWith("whole.r"));
  }

  @ParameterizedTest
  @MethodSource("grants")
  void shouldSayWhatIsMissingWhereAnythingOfTheListIs(AccessList.Grant missing) throws Exception {
    String user = lacking(missing);
    allow(user, OF_NODE.stream().filter(grant -> !grant.equals(missing)).toList());

    String said = refusal(user);

    assertThat(said).contains(sign(missing, user));
  }

  /** What a person would look for in the message. */
  private static String sign(AccessList.Grant missing, String user) {
    return switch (missing.resource()) {
      case TRANSACTIONAL_ID -> "--operation Write --transactional-id " + cluster(user) + "-";
      case GROUP -> user + ".r1";
      case TOPIC -> signOfTopic(missing, user);
      default -> throw new AssertionError("no sign is known of " + missing);
    };
  }

  private static String signOfTopic(AccessList.Grant missing, String user) {
    return switch (missing.name()) {
      case "INPUT" -> "orders";
      case "LETTERS" -> user + "-dead-letters";
      case "LETTERS-resolutions" -> user + "-dead-letters-resolutions";
      default ->
          missing.operation() == AclOperation.CREATE
              ? "--operation Create --topic " + cluster(user) + "-"
              : cluster(user) + "-";
    };
  }

  private String refusal(String user) throws Exception {
    try {
      comeAndGo(user);
      throw new AssertionError("everything went as if nothing were missing");
    } catch (JobException e) {
      assertThat(e.code()).isEqualTo(JobException.Code.NOT_AUTHORIZED);
      return e.getMessage() + " " + e.hint();
    } catch (ApiException e) {
      return e.error().message() + " " + e.error().hint();
    }
  }

  /** The job has the user's name, and so has the cluster, but with a prefix. */
  private void comeAndGo(String user) throws Exception {
    try (Node node = Node.start(config(user));
        NodeClient client = NodeClient.at(List.of(URI.create(node.url()))).build()) {
      submit(client, user);
      assertThat(client.offsets(user).job()).isEqualTo(user);
      client.lag(user);
      repair(client, user);
      client.delete(user, true, OptionalLong.empty());
    }
  }

  private void submit(NodeClient client, String job) throws FileNotFoundException {
    String jar = client.putJar(JobJars.of(OrdersByRegion.class, folder), sent -> {}).id();
    client.create(
        new JobRequest(job, jar, null, null, JobSettings.DEFAULT, "latest", DesiredState.STOPPED),
        false);
  }

  /** The second time the topic of resolutions is there, and has something in it. */
  private static void repair(NodeClient client, String user) {
    String topic = user + "-dead-letters";
    kafka.createTopic(topic, 1);
    try (var producer = kafka.producer()) {
      for (int offset = 0; offset < 2; offset++) {
        ProducerRecord<byte[], byte[]> letter =
            new ProducerRecord<>(topic, 0, Text.bytes("k"), Text.bytes("v"));
        header(letter, "__streams.errors.topic", "orders");
        header(letter, "__streams.errors.partition", "0");
        header(letter, "__streams.errors.offset", Integer.toString(offset));
        producer.send(letter);
      }
      producer.flush();
    }
    RequeueRequest one = new RequeueRequest(null, null, null, null, 1, null, null);
    for (int i = 0; i < 2; i++) {
      assertThat(client.requeue(user, DeadLetterKind.DEAD_LETTER, one).requeued()).isEqualTo(1);
    }
    assertThat(
            client.letterStats(user, DeadLetterKind.DEAD_LETTER, DeadLetterFilter.OPEN).requeued())
        .isEqualTo(2);
  }

  private static void header(ProducerRecord<?, ?> letter, String name, String value) {
    letter.headers().add(name, Text.bytes(value));
  }

  private NodeConfig config(String user) {
    return new NodeConfig(
        "node",
        cluster(user),
        NodeConfig.Listen.LOOPBACK,
        new ConnectionConfig(broker.bootstrapServers(), users.clientProperties(user), Map.of()),
        folder.resolve("data"),
        NodeConfig.Security.NONE,
        NodeConfig.Limits.DEFAULT);
  }

  private static void allow(String user, List<AccessList.Grant> ofNode) {
    Map<String, List<String>> names =
        Map.of(
            "CLUSTER", List.of(cluster(user)),
            "INPUT", List.of("orders"),
            "OUTPUT", List.of("orders-by-region", "orders-by-region-late", user + "-dead-letters"),
            "LETTERS", List.of(user + "-dead-letters", "orders-by-region-late"),
            "JOB", List.of(user));
    List<AclBinding> bindings = new ArrayList<>();
    ofNode.forEach(grant -> bindings.addAll(grant.bindings(user, names)));
    OF_JOB.forEach(grant -> bindings.addAll(grant.bindings(user, names)));
    kafka.allow(bindings);
  }

  private static String cluster(String user) {
    return "nodes-of-" + user;
  }

  private static String lacking(AccessList.Grant grant) {
    return "lacks-" + OF_NODE.indexOf(grant);
  }
}
