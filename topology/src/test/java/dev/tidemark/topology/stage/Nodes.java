package dev.tidemark.topology.stage;

import dev.tidemark.serde.Types;
import dev.tidemark.topology.aggregation.Aggregation;
import dev.tidemark.topology.eventtime.window.ElementIds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Node;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Nodes of text: an element is {@code time:rest}. */
public final class Nodes {
  public static final Exchange EXCHANGE = new Exchange("exchange", "out");

  private Nodes() {}

  public static Node.Source source() {
    return source(Nodes::timeOf);
  }

  static Node.Source source(Function<Object, Instant> extractor) {
    return new Node.Source(
        "source",
        "events",
        Types.STRING,
        Optional.of(new EventTime(extractor, 10, OptionalLong.of(20), OptionalLong.of(1_000))));
  }

  static Instant timeOf(Object element) {
    String text = (String) element;
    return Instant.ofEpochMilli(Long.parseLong(text.substring(0, text.indexOf(':'))));
  }

  public static String restOf(Object element) {
    String text = (String) element;
    return text.substring(text.indexOf(':') + 1);
  }

  public static Node.Sink sink(String input) {
    return sink(input, element -> element);
  }

  static Node.Sink sink(String input, Function<Object, Object> key) {
    return new Node.Sink("sink", input, "out", Types.STRING, key, Types.STRING);
  }

  static Node.Join join(
      Node.JoinKind kind, Function<Object, Object> key, BiFunction<Object, Object, Object> joiner) {
    return new Node.Join(
        "join", "source", "users", key, joiner, kind, Node.JoinKey.RECORD_KEY, Optional.empty());
  }

  static Node.SendElements send(Function<Object, Object> key) {
    return new Node.SendElements("send", "source", EXCHANGE, Types.STRING, key, Types.STRING);
  }

  static Node.Window window(
      Function<Object, Object> key, BiFunction<Object, Object, Object> result) {
    return window(
        key,
        new ElementIds(element -> new int[] {Integer.parseInt(restOf(element))}),
        new WindowSpec.Tumbling(10),
        result);
  }

  static Node.Window window(
      Function<Object, Object> key,
      Aggregation<Object, Object, Object> aggregation,
      WindowSpec spec,
      BiFunction<Object, Object, Object> result) {
    return new Node.Window(
        "window",
        "",
        new Node.Window.Keying(Types.STRING, key),
        new Node.Window.Closing(spec, 0, Optional.of("late"), 0),
        aggregation,
        result,
        Optional.empty());
  }

  public static Node.PartialWindow partial(Node.Window window) {
    return new Node.PartialWindow("partial", "source", EXCHANGE, window);
  }
}
