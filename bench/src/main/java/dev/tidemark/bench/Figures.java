package dev.tidemark.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of one run of one engine.
 *
 * @param orders how many were read
 * @param wallSeconds from the start of the engine until everything was processed and committed
 * @param firstSeconds from the start of the engine until the first orders were committed as read
 * @param ordersSeconds from the start of the engine until all orders were committed as read, the
 *     shuffle perhaps not
 * @param cpuSeconds CPU time of the engine's JVM within {@code wallSeconds}
 * @param brokerCpuSeconds CPU time of the broker's JVM within {@code wallSeconds}
 * @param shuffleRecords as {@link EngineMeasure} counts them
 * @param shuffleBytes as {@link EngineMeasure} counts them
 * @param check the verdict on the output
 */
record Figures(
    EngineSettings settings,
    long orders,
    double wallSeconds,
    double firstSeconds,
    double ordersSeconds,
    double cpuSeconds,
    double brokerCpuSeconds,
    long shuffleRecords,
    long shuffleBytes,
    ResultCheck check) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Names the run. */
  String name() {
    return settings.applicationId();
  }

  double recordsPerSecond() {
    return orders / wallSeconds;
  }

  /** The run of median throughput as one JSON object; of an even number, the slower one. */
  static String json(List<Figures> runs) {
    List<Figures> sorted =
        runs.stream().sorted(Comparator.comparingDouble(Figures::recordsPerSecond)).toList();
    Figures median = sorted.get((sorted.size() - 1) / 2);
    Map<String, Object> fields = median.fields();
    fields.put("runs", runs.size());
    fields.put(
        "records_per_second_of_runs",
        runs.stream().map(run -> Math.round(run.recordsPerSecond())).toList());
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the figures can't be written: " + e, e);
    }
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("engine", settings.engine());
    fields.put("records_per_second", Math.round(recordsPerSecond()));
    fields.put("cpu_seconds", rounded(cpuSeconds));
    fields.put("shuffle_records", shuffleRecords);
    fields.put("orders_counted", check.ordersCounted());
    fields.put("orders_expected", check.ordersExpected());
    fields.put("windows", check.results());
    fields.put("windows_expected", check.resultsExpected());
    fields.put("windows_wrong", check.differences().size());
    fields.put("windows_beyond", check.resultsBeyond());
    fields.put("orders", orders);
    fields.put("wall_seconds", rounded(wallSeconds));
    fields.put("first_orders_seconds", rounded(firstSeconds));
    fields.put("orders_read_seconds", rounded(ordersSeconds));
    fields.put("broker_cpu_seconds", rounded(brokerCpuSeconds));
    fields.put("shuffle_bytes", shuffleBytes);
    fields.put("threads", settings.threads());
    fields.put("commit_interval_ms", settings.commitIntervalMs());
    return fields;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
