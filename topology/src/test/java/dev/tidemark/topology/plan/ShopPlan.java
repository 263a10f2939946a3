package dev.tidemark.topology.plan;

import static dev.tidemark.serde.Types.INSTANT;
import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.SubjectNameStrategy;
import dev.tidemark.topology.dsl.Aggregations;
import dev.tidemark.topology.dsl.Backoff;
import dev.tidemark.topology.dsl.ErrorPolicy;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.Join;
import dev.tidemark.topology.dsl.Joinable;
import dev.tidemark.topology.dsl.KeyedStream;
import dev.tidemark.topology.dsl.OutOfOrderness;
import dev.tidemark.topology.dsl.Stream;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Table;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.dsl.WindowedStream;
import dev.tidemark.topology.dsl.Windows;
import dev.tidemark.topology.plan.explain.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * A job of a web shop in which about everything is optional or can be called otherwise: for
 * comparing its plan with that of a changed one. Immutable.
 */
public final class ShopPlan implements StreamJob {
  public static final String NONE = "none";

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("job", "shop"),
          Map.entry("limit", "10"),
          Map.entry("subjects", "TOPIC_NAME"),
          Map.entry("on-error", NONE),
          Map.entry("on-filter-error", NONE),
          Map.entry("retries", NONE),
          Map.entry("source", "orders"),
          Map.entry("source-type", "item1"),
          Map.entry("event-time", "stated"),
          Map.entry("out-of-order", "10"),
          Map.entry("idle", NONE),
          Map.entry("ahead", NONE),
          Map.entry("filter", "paid"),
          Map.entry("element", "item1"),
          Map.entry("table", "users"),
          Map.entry("table-key", "string"),
          Map.entry("table-value", "item1"),
          Map.entry("join", "foreign"),
          Map.entry("join-name", "buyer"),
          Map.entry("checked", NONE),
          Map.entry("window", "revenue"),
          Map.entry("key", "string"),
          Map.entry("shape", "tumbling"),
          Map.entry("size", "300"),
          Map.entry("lateness", "60"),
          Map.entry("late", NONE),
          Map.entry("correctable", NONE),
          Map.entry("aggregation", "count"),
          Map.entry("window-behind", NONE),
          Map.entry("output", "results"),
          Map.entry("output-key", "string"),
          Map.entry("output-value", "item1"),
          Map.entry("other-source", NONE),
          Map.entry("other-first", "no"));

  private final Map<String, String> options;

  private ShopPlan(Map<String, String> options) {
    this.options = Map.copyOf(options);
  }

  public static ShopPlan usual() {
    return new ShopPlan(DEFAULTS);
  }

  public ShopPlan with(String option, String value) {
    if (!DEFAULTS.containsKey(option)) {
      throw new IllegalArgumentException("there is no option " + option);
    }
    Map<String, String> changed = new TreeMap<>(options);
    changed.put(option, value);
    return new ShopPlan(changed);
  }

  public String get(String option) {
    return options.getOrDefault(option, NONE);
  }

  public boolean has(String option) {
    return !get(option).equals(NONE);
  }

  public ObjectNode json() {
    return (ObjectNode) Explanation.json(JobPlanner.plan(this, Map.of("limit", get("limit"))));
  }

  @Override
  public String name() {
    return get("job");
  }

  @Override
  public void define(Topology topology) {
    topology.parameter("limit", 1);
    topology.subjects(SubjectNameStrategy.valueOf(get("subjects")));
    if (get("other-first").equals("yes")) {
      other(topology);
    }
    if (has("on-error")) {
      topology.onError(policy(get("on-error")));
    }
    Stream<Object> stream = source(topology);
    if (has("retries")) {
      stream =
          stream.onError(
              ErrorPolicy.deadLetter()
                  .retry(
                      Integer.parseInt(get("retries")),
                      Backoff.backoff(ofSeconds(1), ofSeconds(2))));
    }
    stream = has("on-filter-error") ? stream.onError(policy(get("on-filter-error"))) : stream;
    stream = has("filter") ? stream.filter(get("filter"), element -> true) : stream;
    stream = stream.map("shaped", type(get("element")), element -> element);
    if (has("checked")) {
      stream.to(get("checked"), STRING, Object::toString, type("item1"));
    }
    stream = joined(topology, stream);
    Stream<Object> results = has("window") ? windowed(stream) : stream;
    results.to(
        get("output"), type(get("output-key")), element -> element, type(get("output-value")));
    if (has("window-behind")) {
      results
          .keyBy(STRING, Object::toString)
          .window(get("window-behind"), Windows.tumbling(ofMinutes(60)))
          .aggregate(Aggregations.count(), (window, count) -> count)
          .to("daily", LONG, count -> count, LONG);
    }
    if (get("other-first").equals("no")) {
      other(topology);
    }
  }

  private Stream<Object> source(Topology topology) {
    var source = topology.stream(get("source"), type(get("source-type")));
    if (!has("event-time")) {
      return source;
    }
    OutOfOrderness disorder = outOfOrderBy(seconds("out-of-order"));
    disorder = has("idle") ? disorder.idleAfter(seconds("idle")) : disorder;
    disorder = has("ahead") ? disorder.maxAhead(seconds("ahead")) : disorder;
    return source.eventTime(element -> Instant.EPOCH, disorder);
  }

  private Stream<Object> joined(Topology topology, Stream<Object> stream) {
    if (!has("join")) {
      return stream;
    }
    Table<Object, Object> table =
        topology.table(get("table"), type(get("table-key")), type(get("table-value")));
    Joinable<Object, ?> join =
        switch (get("join")) {
          case "foreign" -> Join.inner(table).named(get("join-name"));
          case "left" -> Join.left(table).named(get("join-name"));
          default -> Join.inner(table).onRecordKey().named(get("join-name"));
        };
    return stream.join(join, element -> element, (element, row) -> element);
  }

  private Stream<Object> windowed(Stream<Object> stream) {
    KeyedStream<Object, Object> keyed = stream.keyBy(type(get("key")), element -> element);
    Duration lateness = seconds("lateness");
    if (get("shape").equals("tumbling")) {
      var stated = Windows.tumbling(seconds("size")).allowedLateness(lateness);
      var windows = has("correctable") ? stated.correctableFor(seconds("correctable")) : stated;
      return aggregated(
          keyed.window(get("window"), has("late") ? windows.lateTo(get("late")) : windows));
    }
    var windows = Windows.session(seconds("size")).allowedLateness(lateness);
    return aggregated(
        keyed.window(get("window"), has("late") ? windows.lateTo(get("late")) : windows));
  }

  private <W> Stream<Object> aggregated(WindowedStream<Object, Object, W> windows) {
    return switch (get("aggregation")) {
      case "min" ->
          windows.aggregate(
              Aggregations.min(LONG, element -> 1L), (window, least) -> (Object) least);
      case "max" ->
          windows.aggregate(Aggregations.max(LONG, element -> 1L), (window, most) -> (Object) most);
      case "count" -> windows.aggregate(Aggregations.count(), (window, count) -> (Object) count);
      default ->
          windows.aggregate(
              Aggregations.reduce(type(get("aggregation")), (left, right) -> left),
              (window, one) -> one);
    };
  }

  private void other(Topology topology) {
    if (has("other-source")) {
      topology.stream(get("other-source"), INSTANT)
          .eventTime(instant -> instant, outOfOrderBy(ofSeconds(1)))
          .keyBy(INSTANT, instant -> instant)
          .window("other", Windows.session(ofMinutes(1)))
          .aggregate(Aggregations.count(), (window, count) -> count)
          .to("other-results", LONG, count -> count, LONG);
    }
  }

  private static ErrorPolicy policy(String name) {
    return switch (name) {
      case "fail" -> ErrorPolicy.fail();
      case "skip" -> ErrorPolicy.skip();
      default -> ErrorPolicy.deadLetter();
    };
  }

  private Duration seconds(String option) {
    return ofSeconds(Long.parseLong(get(option)));
  }

  /**
   * A type by its name: {@code item1} and {@code item2} differ by a field, {@code item1doc} by
   * words.
   */
  @SuppressWarnings("unchecked")
  private static Type<Object> type(String name) {
    Type<?> type =
        switch (name) {
          case "string" -> STRING;
          case "long" -> LONG;
          case "item1" -> item("", "");
          case "item1doc" -> item("", ", \"doc\": \"An item.\"");
          case "item2" -> item(", {\"name\": \"b\", \"type\": \"long\", \"default\": 0}", "");
          default -> throw new IllegalArgumentException("there is no type " + name);
        };
    return (Type<Object>) type;
  }

  private static Type<?> item(String field, String doc) {
    return Types.generic(
        new Schema.Parser()
            .parse(
                "{\"type\": \"record\", \"name\": \"shop.Item\""
                    + doc
                    + ", \"fields\": [{\"name\": \"a\", \"type\": \"string\"}"
                    + field
                    + "]}"));
  }
}
