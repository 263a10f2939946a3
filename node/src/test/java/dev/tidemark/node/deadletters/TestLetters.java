package dev.tidemark.node.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.runtime.base.DeadLetterHeaders;
import dev.tidemark.topology.eventtime.window.Lateness;
import dev.tidemark.topology.eventtime.window.PaneBounds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.document.PlannedWindow;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/** A job, and dead letters of it. */
final class TestLetters {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  static final String DLQ = "revenue-dead-letters";
  private static final String PLAN =
      """
      {"job": "revenue",
       "topics": [{"name": "orders", "role": "stream", "value": {"type": "string"}},
                  {"name": "users", "role": "table", "value": {"type": "long"}},
                  {"name": "orders-late", "role": "late"},
                  {"name": "revenue-dead-letters", "role": "dead_letters"}],
       "paths": [{"source": "orders", "output": "sums", "nodes": ["orders", "parse", "sums-partial"]},
                 {"source": "orders", "output": "to-copies", "nodes": ["orders", "split"]}],
       "stages": [{"nodes": [
          {"id": "sums-partial", "kind": "partial_window", "window": "sums",
           "shape": "tumbling", "size_ms": 60000,
           "allowed_lateness_ms": 10000, "correctable_for_ms": 600000},
          {"id": "split", "kind": "flat_map"}]}]}
      """;

  /** Each element is in a window of 60 s, and in another that begins and ends 30 s later. */
  private static final PlannedWindow TWO_EACH =
      new PlannedWindow("sums", new Lateness(overlapping(new WindowSpec.Tumbling(60_000)), 0), 0);

  private TestLetters() {}

  static Headers deadLetter(String step, String topic, int partition, long offset, int attempt) {
    return deadLetter(step, topic, partition, offset, attempt, NOON);
  }

  static Headers deadLetter(
      String step, String topic, int partition, long offset, int attempt, Instant at) {
    Map<String, String> headers = new HashMap<>();
    headers.put("color", "red");
    headers.put(DeadLetterHeaders.JOB, "revenue");
    headers.put(DeadLetterHeaders.RUN, "revenue.r1");
    headers.put(DeadLetterHeaders.STEP, step);
    headers.put(DeadLetterHeaders.CAUSE, "FUNCTION_FAILED");
    headers.put(DeadLetterHeaders.EXCEPTION, "java.lang.IllegalStateException");
    headers.put(DeadLetterHeaders.MESSAGE, "no amount");
    headers.put(DeadLetterHeaders.TOPIC, topic);
    headers.put(DeadLetterHeaders.PARTITION, Integer.toString(partition));
    headers.put(DeadLetterHeaders.OFFSET, Long.toString(offset));
    headers.put(DeadLetterHeaders.SOURCE_TIMESTAMP, Long.toString(NOON.toEpochMilli()));
    headers.put(DeadLetterHeaders.EVENT_TIME, NOON.toString());
    headers.put(DeadLetterHeaders.LAST_FAILURE, at.toString());
    if (attempt > 0) {
      headers.put(DeadLetterHeaders.REQUEUE_ATTEMPT, Integer.toString(attempt));
    }
    return MemoryTopics.headers(headers);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static JobDeadLetters job() {
    return JobDeadLetters.of(spec(), DeadLetterKind.DEAD_LETTER);
  }

  static JobSpec spec() {
    return spec("tumbling", "tumbling");
  }

  /** With one text of the plan replaced by another. */
  static JobSpec spec(String before, String after) {
    try {
      return new JobSpec(
          "revenue",
          1,
          1,
          new JobSpec.Code("ab".repeat(32), "Revenue", Map.of()),
          new JobSpec.Target(JobSettings.DEFAULT, DesiredState.RUNNING, 0),
          new JobSpec.Planned(Json.mapper().readTree(PLAN.replace(before, after)), Map.of()),
          new Author("ada", NOON),
          new Author("ada", NOON),
          null,
          null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For late records, where each element is in two windows. */
  static JobDeadLetters withTwoWindowsEach() {
    JobDeadLetters job = JobDeadLetters.of(spec(), DeadLetterKind.LATE);
    return new JobDeadLetters(
        job.kind(),
        job.job(),
        job.applicationId(),
        job.topics(),
        job.streams(),
        job.tables(),
        job.valueTypes(),
        job.paths(),
        Map.of("sums", TWO_EACH),
        job.expanding());
  }

  private static WindowSpec overlapping(WindowSpec.Tumbling tumbling) {
    return (WindowSpec)
        Proxy.newProxyInstance(
            WindowSpec.class.getClassLoader(),
            new Class<?>[] {WindowSpec.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("windowsOf")) {
                return method.invoke(tumbling, arguments);
              }
              long start = tumbling.startOf((Long) arguments[0]);
              return List.of(
                  new PaneBounds(start, start + 59_999),
                  new PaneBounds(start + 30_000, start + 89_999));
            });
  }
}
