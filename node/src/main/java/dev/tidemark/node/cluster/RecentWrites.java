package dev.tidemark.node.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The ids of the writes that were read lately, so that a writer knows its own. Thread-safe. */
final class RecentWrites {

  private static final String HEADER = "write-id";
  private static final int KEPT_MAX = 1_000;

  private final Map<String, Boolean> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > KEPT_MAX;
        }
      };

  String newId() {
    return UUID.randomUUID().toString();
  }

  ProducerRecord<byte[], byte[]> stamped(ProducerRecord<byte[], byte[]> each, String id) {
    ProducerRecord<byte[], byte[]> stamped =
        new ProducerRecord<>(each.topic(), each.partition(), each.key(), each.value());
    stamped.headers().add(HEADER, id.getBytes(UTF_8));
    return stamped;
  }

  synchronized void take(ConsumerRecord<byte[], byte[]> read) {
    Header header = read.headers().lastHeader(HEADER);
    if (header != null && header.value() != null) {
      ids.put(new String(header.value(), UTF_8), true);
    }
  }

  synchronized boolean contains(String id) {
    return ids.containsKey(id);
  }
}
