package dev.tidemark.runtime.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka properties that a job may set: those that trade throughput for latency or memory,
 * within bounds. Whatever names an address, a credential, a file or a class, or what a promise of
 * the engine rests on, is for the node alone: client properties have become code execution
 * (CVE-2023-25194) and file access (CVE-2025-27817) elsewhere. What a node is configured with
 * passes through unchanged and is not judged here.
 */
public final class KafkaProperties {

  private static final List<String> CONSUMERS =
      List.of("consumer.", "main.consumer.", "restore.consumer.");
  private static final List<String> PRODUCERS = List.of("producer.");
  private static final Map<String, Allowed> ALLOWED = allowed();

  private KafkaProperties() {}

  /** The values that a property may have. */
  private record Allowed(List<String> prefixes, long min, long max, Set<String> words) {
    static Allowed number(List<String> prefixes, long min, long max) {
      return new Allowed(prefixes, min, max, Set.of());
    }
  }

  /**
   * Refuses what a job may not set.
   *
   * @param properties as the job states them; Kafka's prefixes {@code consumer.}, {@code
   *     main.consumer.}, {@code restore.consumer.} and {@code producer.} are understood
   * @throws JobException {@code CONFIGURATION} with all that is wrong
   */
  public static void checkAllowed(Map<String, String> properties) {
    List<String> problems = problems(properties);
    if (!problems.isEmpty()) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          String.join("; ", problems),
          "a job may set " + String.join(", ", allowedKeys()));
    }
  }

  /** The same as a list, one line each in the order of the keys; never holds a value. */
  public static List<String> problems(Map<String, String> properties) {
    List<String> problems = new ArrayList<>();
    new TreeMap<>(properties)
        .forEach(
            (key, value) -> {
              String problem = problem(key, value);
              if (problem != null) {
                problems.add(problem);
              }
            });
    if (problems.isEmpty()) {
      problems.addAll(KafkaPropertyRelations.problems(properties));
    }
    return problems;
  }

  /** Returns the properties that a job may set, without prefixes, sorted. */
  public static Set<String> allowedKeys() {
    return new TreeSet<>(ALLOWED.keySet());
  }

  private static @Nullable String problem(String key, String value) {
    String base = withoutPrefix(key);
    Allowed allowed = ALLOWED.get(base);
    if (allowed == null) {
      return "a job may not set Kafka property '%s': %s; the nearest that it may is '%s'"
          .formatted(
              shown(key),
              KafkaPropertyReasons.of(base),
              SimilarNames.nearest(base, allowedKeys()).orElseThrow());
    }
    String prefix = key.substring(0, key.length() - base.length());
    if (!prefix.isEmpty() && !allowed.prefixes().contains(prefix)) {
      return "Kafka property '%s' has no prefix '%s'".formatted(base, prefix);
    }
    if (!allowed.words().isEmpty()) {
      return allowed.words().contains(value)
          ? null
          : "Kafka property '%s' must be one of %s"
              .formatted(key, String.join(", ", new TreeSet<>(allowed.words())));
    }
    return isWithin(value, allowed)
        ? null
        : "Kafka property '%s' must be a whole number from %d to %d"
            .formatted(key, allowed.min(), allowed.max());
  }

  private static boolean isWithin(String value, Allowed allowed) {
    try {
      long number = Long.parseLong(value.trim());
      return number >= allowed.min() && number <= allowed.max();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Returns the key as Kafka's own clients know it. */
  static String withoutPrefix(String key) {
    for (String prefix : List.of("main.consumer.", "restore.consumer.", "consumer.", "producer.")) {
      if (key.startsWith(prefix)) {
        return key.substring(prefix.length());
      }
    }
    return key;
  }

  /** A key comes from a client and may be anything. */
  private static String shown(String key) {
    String printable = key.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= 100 ? printable : printable.substring(0, 100) + "...";
  }

  private static Map<String, Allowed> allowed() {
    List<String> both = new ArrayList<>(CONSUMERS);
    both.addAll(PRODUCERS);
    long mib = 1L << 20;
    Map<String, Allowed> keys = new TreeMap<>();
    keys.put("fetch.min.bytes", Allowed.number(CONSUMERS, 1, 64 * mib));
    keys.put("fetch.max.bytes", Allowed.number(CONSUMERS, 1024, 256 * mib));
    keys.put("fetch.max.wait.ms", Allowed.number(CONSUMERS, 0, 10_000));
    keys.put("max.partition.fetch.bytes", Allowed.number(CONSUMERS, 1024, 64 * mib));
    keys.put("max.poll.records", Allowed.number(CONSUMERS, 1, 100_000));
    keys.put("max.poll.interval.ms", Allowed.number(CONSUMERS, 10_000, 3_600_000));
    keys.put("session.timeout.ms", Allowed.number(CONSUMERS, 6_000, 300_000));
    keys.put("heartbeat.interval.ms", Allowed.number(CONSUMERS, 500, 60_000));
    keys.put("linger.ms", Allowed.number(PRODUCERS, 0, 10_000));
    keys.put("batch.size", Allowed.number(PRODUCERS, 0, 16 * mib));
    keys.put("buffer.memory", Allowed.number(PRODUCERS, 16 * mib, 1024 * mib));
    keys.put("delivery.timeout.ms", Allowed.number(PRODUCERS, 15_000, 600_000));
    keys.put(
        "compression.type",
        new Allowed(PRODUCERS, 0, 0, Set.of("none", "gzip", "snappy", "lz4", "zstd")));
    keys.put("request.timeout.ms", Allowed.number(both, 15_000, 300_000));
    keys.put("retry.backoff.ms", Allowed.number(both, 10, 10_000));
    keys.put("retry.backoff.max.ms", Allowed.number(both, 10, 60_000));
    keys.put("reconnect.backoff.ms", Allowed.number(both, 10, 10_000));
    keys.put("reconnect.backoff.max.ms", Allowed.number(both, 10, 60_000));
    keys.put("receive.buffer.bytes", Allowed.number(both, -1, 64 * mib));
    keys.put("send.buffer.bytes", Allowed.number(both, -1, 64 * mib));
    keys.put("metadata.max.age.ms", Allowed.number(both, 1_000, 3_600_000));
    keys.put("buffered.records.per.partition", Allowed.number(List.of(), 1, 100_000));
    keys.put("num.standby.replicas", Allowed.number(List.of(), 0, 2));
    keys.put("poll.ms", Allowed.number(List.of(), 1, 1_000));
    return keys;
  }
}
