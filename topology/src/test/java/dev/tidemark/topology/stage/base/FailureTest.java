package dev.tidemark.topology.stage.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void shouldTraceAnExceptionAndItsCausesDownToTheFunctionThatWasCalled() {
    IllegalStateException thrown =
        traced(
            new IllegalStateException("outer", traced(new ArithmeticException("inner"), "Rates")),
            "Prices");

    String trace = trace(thrown);

    assertThat(trace.lines())
        .startsWith("java.lang.IllegalStateException: outer", "\tat shop.Prices.of(Prices.java:7)")
        .contains("Caused by: java.lang.ArithmeticException: inner")
        .noneMatch(line -> line.contains("FilterOperator") || line.contains("StreamThread"));
    assertThat(trace).contains("\tat shop.Rates.of(Rates.java:7)");
  }

  @Test
  void shouldKeepATraceThatTheEngineHasNoPartIn() {
    IllegalStateException thrown = new IllegalStateException("alone");
    thrown.setStackTrace(new StackTraceElement[] {frame("shop.Prices", "Prices.java")});

    assertThat(trace(thrown).lines())
        .containsExactly(
            "java.lang.IllegalStateException: alone", "\tat shop.Prices.of(Prices.java:7)");
  }

  @Test
  void shouldCutWhatIsTooLong() {
    assertThat(trace(new IllegalStateException("x".repeat(50_000))))
        .hasSize(DeadLetter.STACK_TRACE_CHARS_MAX);
  }

  private static <T extends Throwable> T traced(T thrown, String name) {
    thrown.setStackTrace(
        new StackTraceElement[] {
          frame("shop." + name, name + ".java"),
          frame("dev.tidemark.topology.stage.operator.FilterOperator", "FilterOperator.java"),
          frame("org.apache.kafka.streams.processor.internals.StreamThread", "StreamThread.java")
        });
    return thrown;
  }

  private static StackTraceElement frame(String type, String file) {
    return new StackTraceElement(type, "of", file, 7);
  }

  private static String trace(Throwable thrown) {
    return Objects.requireNonNull(
        Failure.of(FailureCause.FUNCTION_FAILED, thrown).stackTrace(), "the trace");
  }
}
