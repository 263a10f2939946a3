package dev.tidemark.runtime.base;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.stage.base.HeaderNames;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The names as they are on the topics of users: a change of one would lose what others wrote. */
class DeadLetterHeadersTest {

  @Test
  void shouldKeepTheNamesThatAreOnTheTopicsOfUsers() throws IllegalAccessException {
    assertThat(constantsOf(DeadLetterHeaders.class))
        .containsOnly(
            entry("KAFKA", "__streams.errors."),
            entry("OURS", "tidemark."),
            entry("EXCEPTION", "__streams.errors.exception"),
            entry("MESSAGE", "__streams.errors.message"),
            entry("STACK_TRACE", "__streams.errors.stacktrace"),
            entry("TOPIC", "__streams.errors.topic"),
            entry("PARTITION", "__streams.errors.partition"),
            entry("OFFSET", "__streams.errors.offset"),
            entry("JOB", "tidemark.job"),
            entry("RUN", "tidemark.run"),
            entry("VERSION", "tidemark.version"),
            entry("STEP", "tidemark.step"),
            entry("CAUSE", "tidemark.cause"),
            entry("ATTEMPTS", "tidemark.attempts"),
            entry("SCHEMA_ID", "tidemark.schema.id"),
            entry("FIRST_FAILURE", "tidemark.first.failure"),
            entry("LAST_FAILURE", "tidemark.last.failure"),
            entry("EVENT_TIME", "tidemark.event.time"),
            entry("SOURCE_TIMESTAMP", "tidemark.source.timestamp"),
            entry("SOURCE_TOPIC", "tidemark.source.topic"),
            entry("SOURCE_PARTITION", "tidemark.source.partition"),
            entry("SOURCE_OFFSET", "tidemark.source.offset"),
            entry("LATE_BY_MS", "tidemark.late.by.ms"),
            entry("WATERMARK", "tidemark.watermark"),
            entry("WINDOW_START", "tidemark.window.start"),
            entry("WINDOW_END", "tidemark.window.end"),
            entry("REQUEUE", "tidemark.requeue."),
            entry("REQUEUE_ATTEMPT", "tidemark.requeue.attempt"),
            entry("REQUEUE_OF", "tidemark.requeue.of"),
            entry("REQUEUE_JOB", "tidemark.requeue.job"),
            entry("REQUEUE_RUN", "tidemark.requeue.run"),
            entry("REQUEUE_SOURCE", "tidemark.requeue.source"),
            entry("REQUEUE_CLOSED_WINDOW", "tidemark.requeue.closed-window"),
            entry("CORRECT", "correct"),
            entry("CORRECTION", "tidemark.correction"));
  }

  /** A stage reads by these names what the runtime and the nodes write by those. */
  @Test
  void shouldBeTheNamesThatAStageReads() throws IllegalAccessException {
    assertThat(constantsOf(DeadLetterHeaders.class))
        .containsAllEntriesOf(constantsOf(HeaderNames.class));
  }

  private static Map<String, String> constantsOf(Class<?> type) throws IllegalAccessException {
    Map<String, String> constants = new TreeMap<>();
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && field.get(null) instanceof String value) {
        constants.put(field.getName(), value);
      }
    }
    return constants;
  }
}
