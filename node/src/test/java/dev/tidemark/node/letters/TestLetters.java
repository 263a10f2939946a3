package dev.tidemark.node.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.node.api.Author;
import dev.tidemark.node.api.DesiredState;
import dev.tidemark.node.api.JobSettings;
import dev.tidemark.node.api.JobSpec;
import dev.tidemark.node.api.Json;
import dev.tidemark.node.api.LetterKind;
import dev.tidemark.topology.eventtime.Lateness;
import dev.tidemark.topology.eventtime.PaneBounds;
import dev.tidemark.topology.eventtime.WindowSpec;
import dev.tidemark.topology.plan.PlannedWindow;
import dev.tidemark.topology.runtime.LetterHeaders;
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
    headers.put(LetterHeaders.JOB, "revenue");
    headers.put(LetterHeaders.RUN, "revenue.r1");
    headers.put(LetterHeaders.STEP, step);
    headers.put(LetterHeaders.CAUSE, "FUNCTION_FAILED");
    headers.put(LetterHeaders.EXCEPTION, "java.lang.IllegalStateException");
    headers.put(LetterHeaders.MESSAGE, "no amount");
    headers.put(LetterHeaders.TOPIC, topic);
    headers.put(LetterHeaders.PARTITION, Integer.toString(partition));
    headers.put(LetterHeaders.OFFSET, Long.toString(offset));
    headers.put(LetterHeaders.SOURCE_TIMESTAMP, Long.toString(NOON.toEpochMilli()));
    headers.put(LetterHeaders.EVENT_TIME, NOON.toString());
    headers.put(LetterHeaders.LAST_FAILURE, at.toString());
    if (attempt > 0) {
      headers.put(LetterHeaders.REQUEUE_ATTEMPT, Integer.toString(attempt));
    }
    return MemoryTopics.headers(headers);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static JobLetters job() {
    return JobLetters.of(spec(), LetterKind.DEAD_LETTER);
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
  static JobLetters withTwoWindowsEach() {
    JobLetters job = JobLetters.of(spec(), LetterKind.LATE);
    return new JobLetters(
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
