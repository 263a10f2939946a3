package dev.tidemark.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.progress.ProgressLayout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The properties of a plan that a replay needs, from its JSON.
 *
 * @param streams the source topics
 * @param withEventTime those of them that have event time
 * @param tables the tables' topics
 * @param written outputs, late topics and dead letters
 * @param stores by name
 * @param exchanges by name
 * @param hasWindows whether anything is aggregated
 */
record ReplayTopics(
    List<String> streams,
    Set<String> withEventTime,
    List<String> tables,
    List<String> written,
    List<String> stores,
    List<String> exchanges,
    boolean hasWindows) {

  private static final Pattern SUFFIX = Pattern.compile("[a-zA-Z0-9._-]*");
  private static final int TOPIC_CHARS_MAX = 249;

  static ReplayTopics of(JsonNode plan) {
    ProgressLayout layout = ProgressLayout.ofPlanJson(plan);
    PlanDocument document = PlanDocument.of(plan);
    return new ReplayTopics(
        layout.streams(),
        layout.outOfOrderMs().keySet(),
        layout.tables().stream().map(ProgressLayout.Table::topic).distinct().toList(),
        document.topicsOf(PlanDocument.OUTPUTS),
        List.copyOf(document.stores().keySet()),
        List.copyOf(document.exchanges().keySet()),
        !layout.windows().isEmpty());
  }

  /** Returns where each of the job's topics is written to. */
  Map<String, String> outputs(String suffix) {
    Map<String, String> outputs = new TreeMap<>();
    written.forEach(topic -> outputs.put(topic, topic + suffix));
    return outputs;
  }

  /** Refuses what does not fit the job. */
  void check(ReplayRequest request) {
    request.topics().keySet().forEach(topic -> checkRead(topic));
    if (request.from() instanceof ReplayPoint.Offsets offsets) {
      offsets.offsets().keySet().forEach(this::checkRead);
    }
    if (!SUFFIX.matcher(request.suffix()).matches()) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "'" + request.suffix() + "' can't be part of the name of a topic",
          "use letters, digits, '.', '_' and '-'");
    }
    Set<String> own = new LinkedHashSet<>(written);
    own.addAll(streams);
    own.addAll(tables);
    for (String topic : request.suffix().isEmpty() ? List.<String>of() : written) {
      String shadow = topic + request.suffix();
      if (own.contains(shadow) || shadow.length() > TOPIC_CHARS_MAX) {
        throw new JobException(
            JobException.Code.CONFIGURATION,
            "topic %s can't be the shadow of topic %s: %s"
                .formatted(
                    shadow,
                    topic,
                    own.contains(shadow) ? "the job has it already" : "its name is too long"),
            "choose another suffix");
      }
    }
  }

  /** Refuses partitions that a topic does not have. */
  void checkPartitions(ReplayRequest request, String topic, int partitions) {
    Set<Integer> named = new TreeSet<>(request.topics().getOrDefault(topic, List.of()));
    if (request.from() instanceof ReplayPoint.Offsets offsets) {
      named.addAll(offsets.offsets().getOrDefault(topic, Map.of()).keySet());
    }
    for (int partition : named) {
      if (partition >= partitions) {
        throw new JobException(
            JobException.Code.CONFIGURATION,
            "topic %s has no partition %d".formatted(topic, partition),
            "it has %d of them, counted from 0".formatted(partitions));
      }
    }
  }

  private void checkRead(String topic) {
    if (tables.contains(topic)) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "topic " + topic + " is a table of the job, which is always read from its beginning",
          "leave it out");
    }
    if (!streams.contains(topic)) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "the job reads no topic " + topic,
          "it reads " + String.join(", ", streams));
    }
  }
}
