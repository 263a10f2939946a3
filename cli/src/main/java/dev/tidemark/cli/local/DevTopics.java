package dev.tidemark.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.document.PlanDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** Creates the topics that a job reads: on a laptop no other process does. */
final class DevTopics {
  static final int PARTITIONS = 4;

  private DevTopics() {}

  /** Creates what is missing, and returns the names. */
  static List<String> createInputs(String bootstrapServers, JsonNode plan)
      throws InterruptedException, ExecutionException {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(config)) {
      Set<String> missing = new TreeSet<>(PlanDocument.of(plan).topicsOf(PlanDocument.INPUTS));
      missing.removeAll(admin.listTopics().names().get());
      admin.createTopics(missing.stream().map(DevTopics::topic).toList()).all().get();
      return List.copyOf(missing);
    }
  }

  /** Events may be old: a topic that forgets by their age would lose them at once. */
  private static NewTopic topic(String name) {
    return new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
        .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"));
  }
}
