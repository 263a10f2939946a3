package dev.tidemark.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A broker with users and access control lists. */
final class BrokerUsersIT {
  private static final BrokerUsers USERS =
      BrokerUsers.administrator("admin", "admin's \"own\" \\ word").with("writer", "secret");

  @Test
  void shouldAllowEachUserWhatTheAccessControlListsAllowAndNothingElse() throws Exception {
    try (EmbeddedKafka kafka =
            EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withUsers(USERS));
        Admin admin = Admin.create(settings(kafka, USERS.clientProperties("admin")))) {
      admin.createTopics(List.of(new NewTopic("events", 1, (short) -1))).all().get();

      try (KafkaProducer<String, String> writer =
          producer(kafka, USERS.clientProperties("writer"))) {
        assertThatThrownBy(() -> writer.send(new ProducerRecord<>("events", "refused")).get())
            .hasCauseInstanceOf(TopicAuthorizationException.class);

        admin.createAcls(List.of(mayWrite("writer", "events"))).all().get();
        assertThat(writer.send(new ProducerRecord<>("events", "allowed")).get().offset()).isZero();
      }
    }
  }

  @Test
  void shouldRefuseAWrongPassword() {
    Map<String, String> wrong =
        BrokerUsers.administrator("admin", "guessed").clientProperties("admin");
    try (EmbeddedKafka kafka =
            EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withUsers(USERS));
        Admin admin = Admin.create(settings(kafka, wrong))) {

      assertThatThrownBy(() -> admin.describeCluster().clusterId().get())
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void shouldRefuseMalformedUsersAndShowNoPassword() {
    assertThatThrownBy(() -> new BrokerUsers("admin", Map.of("writer", "secret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'admin' has no password");
    assertThatThrownBy(() -> USERS.with("a\" b", "secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("malformed");
    assertThat(USERS.toString()).contains("writer").doesNotContain("secret");
  }

  private static AclBinding mayWrite(String user, String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:" + user, "*", AclOperation.WRITE, AclPermissionType.ALLOW));
  }

  private static KafkaProducer<String, String> producer(
      EmbeddedKafka kafka, Map<String, String> security) {
    Map<String, Object> settings = settings(kafka, security);
    settings.put("max.block.ms", "10000");
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static Map<String, Object> settings(EmbeddedKafka kafka, Map<String, String> security) {
    Map<String, Object> settings = new HashMap<>(security);
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    return settings;
  }
}
