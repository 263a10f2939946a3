package dev.tidemark.tests.faults;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.sum;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;

/** Each of its functions fails when it is told to: {@code time,key,amount,trouble}. */
public final class TroubledJob implements StreamJob {

  private static final long BEGIN = 1_000_000_000_000L;
  private static final int TOO_LARGE = 2_000_000;

  /** Events with every trouble, and some without; the last one completes all other windows. */
  static final List<TestKafka.Message> INPUT = input();

  /** What is written: all that is well. */
  static final List<String> RESULTS = List.of("a@1000000000000=2/3", "z@1000000060000=1/0");

  /** Windows of which no result could be made, or none that could be written. */
  static final int FAILED_WINDOWS = 2;

  /** Value, cause and step. */
  static final List<Tuple> DEAD_LETTERS =
      List.of(
          tuple("x,a,1,time", "FUNCTION_FAILED", "troubles"),
          tuple(event("a", 1, "filter"), "FUNCTION_FAILED", "filtered"),
          tuple(event("a", 1, "map"), "FUNCTION_FAILED", "mapped"),
          tuple(event("a", 1, "deep"), "FUNCTION_FAILED", "mapped"),
          tuple(event("a", 1, "class"), "FUNCTION_FAILED", "mapped"),
          tuple(event("a", 1, "null"), "FUNCTION_FAILED", "mapped"),
          tuple(event("a", 1, "key"), "FUNCTION_FAILED", "sums"),
          tuple(event("a", 1, "nokey"), "NULL_KEY", "sums"),
          tuple(event("a", 1, "sum"), "AGGREGATION_FAILED", "sums"),
          tuple((BEGIN + 80_000) + ",z,0,filter", "FUNCTION_FAILED", "filtered"),
          tuple("(null)", "RESULT_FAILED", "sums"),
          tuple("(null)", "RESULT_FAILED", "sums"),
          tuple("(null)", "TOO_LARGE", "to-untroubled"));

  @Override
  public void define(Topology topology) {
    topology.stream("troubles", STRING)
        .eventTime(
            event -> Instant.ofEpochMilli(Long.parseLong(event.split(",", -1)[0])),
            outOfOrderBy(ofSeconds(0)).idleAfter(ofSeconds(1)))
        .filter("filtered", event -> isTroubled(event, "filter") || true)
        .map("mapped", STRING, TroubledJob::mapped)
        .keyBy(STRING, TroubledJob::key)
        .window("sums", tumbling(ofSeconds(10)))
        .aggregate(
            count(),
            sum(TroubledJob::amount),
            (window, events, total) -> {
              String result =
                  "%s@%d=%d/%d"
                      .formatted(window.key(), window.start().toEpochMilli(), events, total);
              if (window.key().equals("result")) {
                throw new IllegalStateException("no result for " + window.key());
              }
              return window.key().equals("large") ? result + "x".repeat(TOO_LARGE) : result;
            })
        .to("untroubled", STRING, result -> result.substring(0, result.indexOf('@')), STRING);
  }

  private static boolean isTroubled(String event, String trouble) {
    if (event.endsWith("," + trouble)) {
      throw new IllegalArgumentException("told to fail: " + trouble);
    }
    return false;
  }

  private static @Nullable String mapped(String event) {
    if (event.endsWith(",deep")) {
      return deeper(event, 0);
    }
    if (event.endsWith(",class")) {
      throw new NoClassDefFoundError("org/example/Missing");
    }
    return isTroubled(event, "map") || event.endsWith(",null") ? null : event;
  }

  private static String deeper(String event, int depth) {
    return depth < 0 ? event : deeper(event, depth + 1) + depth;
  }

  private static @Nullable String key(String event) {
    return isTroubled(event, "key") || event.endsWith(",nokey") ? null : event.split(",", -1)[1];
  }

  private static long amount(String event) {
    return isTroubled(event, "sum") ? 0 : Long.parseLong(event.split(",", -1)[2]);
  }

  private static String event(String key, long amount, String trouble) {
    return BEGIN + "," + key + "," + amount + "," + trouble;
  }

  private static List<TestKafka.Message> input() {
    List<String> events = new ArrayList<>();
    events.add(event("a", 1, ""));
    events.add("x,a,1,time");
    List.of("filter", "map", "deep", "class", "null", "key", "nokey", "sum")
        .forEach(trouble -> events.add(event("a", 1, trouble)));
    events.add(event("much", Long.MAX_VALUE, ""));
    events.add(event("much", 1, ""));
    events.add(event("result", 1, ""));
    events.add(event("large", 1, ""));
    events.add(event("a", 2, ""));
    events.add((BEGIN + 60_000) + ",z,0,");
    events.add((BEGIN + 80_000) + ",z,0,filter");
    return events.stream()
        .map(text -> TestKafka.Message.text("troubles", 0, BEGIN, "k", text))
        .toList();
  }
}
