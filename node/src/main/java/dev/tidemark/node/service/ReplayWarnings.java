package dev.tidemark.node.service;

import dev.tidemark.node.api.ErrorView;
import dev.tidemark.node.api.JobSpec;
import dev.tidemark.node.api.PlanView;
import dev.tidemark.node.api.ReplayMode;
import dev.tidemark.node.api.RunScope;
import dev.tidemark.node.service.ReplayOffsets.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** What a replay can't give back, and what it does to others: said before it begins. */
final class ReplayWarnings {

  private final Admin admin;

  ReplayWarnings(Admin admin) {
    this.admin = admin;
  }

  List<ErrorView> of(
      JobSpec job,
      PlanView plan,
      Map<TopicPartition, Place> places,
      RunScope scope,
      ReplayMode mode) {
    List<ErrorView> warnings = new ArrayList<>();
    expired(places, warnings);
    beginnings(places, scope, warnings);
    unchosen(places, warnings);
    compacted(Plans.tables(plan.plan()), warnings);
    if (mode == ReplayMode.IN_PLACE) {
      warnings.add(
          warning(
              "results_again",
              "the readers of %s see results again"
                  .formatted(String.join(", ", Plans.outputs(plan.plan()))),
              "tell them, or replay in the shadow (--shadow) and promote it"));
      warnings.add(
          warning(
              "run_ends",
              "run %s ends; its state stays in Kafka, and is not gone back to"
                  .formatted(job.applicationId()),
              "replay in the shadow to keep it until you have compared"));
    }
    plan.warnings().forEach(warnings::add);
    return warnings;
  }

  /** The log does not reach back so far. */
  private static void expired(Map<TopicPartition, Place> places, List<ErrorView> warnings) {
    Map<String, List<Integer>> expired = new TreeMap<>();
    places.forEach(
        (partition, place) -> {
          if (place.hasExpired() || (place.isChosen() && place.from() == place.earliest()
              && place.earliest() > 0)) {
            expired
                .computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                .add(partition.partition());
          }
        });
    expired.forEach(
        (topic, partitions) ->
            warnings.add(
                warning(
                    "input_expired",
                    "older records of %s have expired: partition %s begins at offset %s"
                        .formatted(
                            topic,
                            partitions.size() > 8
                                ? partitions.size() + " partitions; the first"
                                : numbers(partitions),
                            partitions.stream()
                                .limit(8)
                                .map(
                                    number ->
                                        String.valueOf(
                                            Objects.requireNonNull(
                                                    places.get(new TopicPartition(topic, number)))
                                                .earliest()))
                                .collect(Collectors.joining(", "))),
                    "windows that began before that are not written again; what was written of them stays")));
  }

  /** What lies before the beginning is missing in windows that had begun. */
  private static void beginnings(
      Map<TopicPartition, Place> places, RunScope scope, List<ErrorView> warnings) {
    OptionalLong highest =
        scope.starts().values().stream()
            .flatMap(starts -> starts.values().stream())
            .filter(start -> start.highestEventTimeMs() != null)
            .mapToLong(start -> Objects.requireNonNull(start.highestEventTimeMs()))
            .max();
    highest.ifPresent(
        time ->
            warnings.add(
                warning(
                    "windows_incomplete",
                    "windows that began by %s are incomplete, so they are not written"
                        .formatted(Instant.ofEpochMilli(time)),
                    "begin earlier to have them; the ledger counts them as incomplete")));
    List<String> unknown = new ArrayList<>();
    places.forEach(
        (partition, place) -> {
          boolean known =
              Objects.requireNonNull(
                          Objects.requireNonNull(scope.starts().get(partition.topic()))
                              .get(partition.partition()))
                      .highestEventTimeMs()
                  != null;
          if (!known && place.earliest() > 0) {
            unknown.add(partition.topic() + "/" + partition.partition());
          }
        });
    if (!unknown.isEmpty()) {
      warnings.add(
          warning(
              "clock_assumed",
              "how far event time had come before the first record of %s is not known; the first event there tells what is assumed"
                  .formatted(String.join(", ", unknown.subList(0, Math.min(8, unknown.size())))),
              "windows that may have begun before are not written"));
    }
  }

  /** Partitions that are not named begin where the job stands. */
  private static void unchosen(Map<TopicPartition, Place> places, List<ErrorView> warnings) {
    boolean some = places.values().stream().anyMatch(place -> !place.isChosen());
    if (some && places.values().stream().anyMatch(Place::isChosen)) {
      warnings.add(
          warning(
              "partitions_not_replayed",
              "partitions that are not named begin where the job stands, so that windows over all partitions are incomplete until then",
              "leave --topic out to replay them all"));
    }
  }

  private void compacted(List<String> tables, List<ErrorView> warnings) {
    if (tables.isEmpty()) {
      return;
    }
    List<ConfigResource> asked =
        tables.stream().map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList();
    Map<ConfigResource, Config> configs = Errors.await(admin.describeConfigs(asked).all());
    List<String> compacted =
        configs.entrySet().stream()
            .filter(each -> isCompacted(each.getValue()))
            .map(each -> each.getKey().name())
            .sorted()
            .toList();
    if (!compacted.isEmpty()) {
      warnings.add(
          warning(
              "table_compacted",
              "table topic %s is compacted: records of long ago are joined with rows that may be newer than they"
                  .formatted(String.join(", ", compacted)),
              "differences in joined values may come from there"));
    }
  }

  private static boolean isCompacted(Config config) {
    ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    return policy != null
        && policy.value() != null
        && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
  }

  private static String numbers(List<Integer> partitions) {
    return partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static ErrorView warning(String code, String message, String hint) {
    return new ErrorView(code, message, hint, Instant.now());
  }
}
