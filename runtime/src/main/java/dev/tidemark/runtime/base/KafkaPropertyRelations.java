package dev.tidemark.runtime.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The conditions that Kafka demands of properties together; without them the client would refuse to
 * start.
 */
final class KafkaPropertyRelations {

  private KafkaPropertyRelations() {}

  /**
   * All that do not go together.
   *
   * @param properties each within its own bounds
   */
  static List<String> problems(Map<String, String> properties) {
    List<String> problems = new ArrayList<>();
    long session = value(properties, "main.consumer.", "consumer.", "session.timeout.ms", 6_000);
    long heartbeat =
        value(properties, "main.consumer.", "consumer.", "heartbeat.interval.ms", 1_500);
    if (heartbeat * 2 > session) {
      problems.add(
          "Kafka property 'heartbeat.interval.ms' (%d) must be at most half of 'session.timeout.ms' (%d)"
              .formatted(heartbeat, session));
    }
    long delivery = value(properties, "producer.", "producer.", "delivery.timeout.ms", 120_000);
    long linger = value(properties, "producer.", "producer.", "linger.ms", 100);
    long request = value(properties, "producer.", "producer.", "request.timeout.ms", 30_000);
    if (delivery < linger + request) {
      problems.add(
          "Kafka property 'delivery.timeout.ms' (%d) must be at least 'linger.ms' (%d) + 'request.timeout.ms' (%d)"
              .formatted(delivery, linger, request));
    }
    return problems;
  }

  private static long value(
      Map<String, String> properties, String first, String second, String key, long absent) {
    for (String prefix : List.of(first, second, "")) {
      String found = properties.get(prefix + key);
      if (found != null) {
        return Long.parseLong(found.trim());
      }
    }
    return absent;
  }
}
