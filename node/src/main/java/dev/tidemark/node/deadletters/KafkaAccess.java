package dev.tidemark.node.deadletters;

import dev.tidemark.node.cluster.KafkaClients;
import dev.tidemark.records.ReadableBytes;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the letters in Kafka.
 *
 * @param registry knows the schemas of what jobs read; null for none
 */
record KafkaAccess(Admin admin, KafkaClients clients, @Nullable SchemaRegistry registry)
    implements DeadLetters.Access {

  /**
   * While a transaction is open, jobs don't see what is behind it; one that was left behind by a
   * killed node ends after so long, or when the next begins.
   */
  private static final int TRANSACTION_MS = 15_000;

  @Override
  public DeadLetterLog log() {
    return new KafkaDeadLetterLog(admin, clients.consumer("letters", true));
  }

  @Override
  public DeadLetterWriter writer(String job, List<String> topics) {
    ResolutionTopics resolutions = new ResolutionTopics(admin);
    topics.forEach(resolutions::ensure);
    return new KafkaDeadLetterWriter(
        clients.transactions("requeue", job + ".requeue", TRANSACTION_MS));
  }

  @Override
  public ReadableBytes readable() {
    return new ReadableBytes(registry);
  }
}
