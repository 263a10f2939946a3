package dev.tidemark.topology.plan.rule;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.eventtime.window.ElementIds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeVisitor;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.PlainNode;
import dev.tidemark.topology.plan.Plans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A toy operator with two inputs: merges two streams whose elements have different types. The sides
 * send to one exchange, and each element carries the number of its side.
 *
 * <p>An element is {@code time, key, id}: a text on the left side, one number on the right one.
 */
public final class Merging {
  /** The source topics, in the order of the plan. */
  public static final List<String> SOURCES = List.of("clicks", "payments");

  /** How far events of a source may be out of order. */
  public static final long OUT_OF_ORDER_MS = 5;

  /** The size of the windows behind the merge. */
  public static final long SIZE_MS = 10;

  /** The topic that gets a line for each window. */
  public static final String OUTPUT = "merged";

  private static final long TIME = 1_000_000;
  private static final long KEY = 100_000;

  private Merging() {}

  /** An event of a source. */
  public record Event(long time, int key, int id) {

    /** Its bytes on a side. */
    public byte[] encode(int side) {
      return side == 0
          ? STRING.stateCodec().encode(time + "," + key + "," + id)
          : LONG.stateCodec().encode(time * TIME + key * KEY + id);
    }

    static Event of(Object element) {
      if (element instanceof Long number) {
        return new Event(number / TIME, (int) (number % TIME / KEY), (int) (number % KEY));
      }
      String[] parts = ((String) element).split(",", -1);
      return new Event(
          Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    Instant instant() {
      return Instant.ofEpochMilli(time);
    }
  }

  /** An element with the side that it came from. */
  public record Sided(int side, Object element) {}

  /** The toy: a kind of node that the planner does not know. To visitors it is a map. */
  public record Merge(
      String id,
      List<String> inputs,
      List<Type<?>> types,
      Type<?> keyType,
      Function<Object, Object> key,
      String partitionsLike)
      implements PlainNode {
    @Override
    public boolean movesElements() {
      return true;
    }

    @Override
    public <R> R accept(NodeVisitor<R> visitor) {
      return visitor.map(new Node.MapElements(id, id, Function.identity(), Optional.empty()));
    }
  }

  /**
   *
   *
   * <pre>
   * before: Merge(id, left, right)
   * after:  Map(id-0), Send(id-send-0) and Map(id-1), Send(id-send-1) | exchange id | Receive(id)
   * </pre>
   */
  public static final class PlaceExchangeBeforeMerge implements Rule {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
      return plan.replacing(Merge.class, PlaceExchangeBeforeMerge::exchanged);
    }

    private static List<Node> exchanged(Merge merge) {
      Exchange exchange = new Exchange(merge.id(), merge.partitionsLike());
      Type<?> sided = new SidedType(merge.types());
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i < merge.inputs().size(); i++) {
        int side = i;
        String tagged = merge.id() + "-" + side;
        nodes.add(
            new Node.MapElements(
                tagged,
                merge.inputs().get(side),
                element -> new Sided(side, element),
                Optional.of(sided)));
        nodes.add(
            new Node.SendElements(
                merge.id() + "-send-" + side,
                tagged,
                exchange,
                merge.keyType(),
                element -> merge.key().apply(((Sided) element).element()),
                sided));
      }
      nodes.add(new Node.ReceiveElements(merge.id(), exchange, sided));
      return nodes;
    }
  }

  /** Two sources, a filter on the left side, the merge, a window and its output. */
  public static LogicalPlan logical() {
    return Plans.of(
        source(SOURCES.get(0), STRING),
        source(SOURCES.get(1), LONG),
        new Node.Filter("kept", SOURCES.get(0), element -> isKept(Event.of(element))),
        new Merge(
            "both",
            List.of("kept", SOURCES.get(1)),
            List.of(STRING, LONG),
            STRING,
            element -> "k" + Event.of(element).key(),
            SOURCES.get(0)),
        new Node.Window(
            "counts",
            "both",
            new Node.Window.Keying(STRING, element -> "k" + eventOf(element).key()),
            new Node.Window.Closing(
                new WindowSpec.Tumbling(SIZE_MS), 0, Optional.of("merged-late"), 0),
            new ElementIds(element -> new int[] {eventOf(element).id()}),
            Merging::line,
            Optional.empty()),
        new Node.Sink("to-" + OUTPUT, "counts", OUTPUT, STRING, line -> line, STRING));
  }

  /** What the filter lets pass. */
  public static boolean isKept(Event event) {
    return event.id() % 7 != 0;
  }

  /** The line that is written for a window. */
  public static String line(String key, long start, int[] ids) {
    return key + "@" + start + Arrays.toString(ids);
  }

  /** The plan that runs. */
  public static PhysicalPlan plan() {
    return Planner.plan(
        logical(), List.of(new PlaceExchangeBeforeMerge(), new SplitWindowAroundExchange()));
  }

  private static Object line(Object window, Object ids) {
    TimeWindow<?> bounds = (TimeWindow<?>) window;
    return line((String) bounds.key(), bounds.start().toEpochMilli(), (int[]) ids);
  }

  private static Event eventOf(Object element) {
    return Event.of(((Sided) element).element());
  }

  private static Node.Source source(String topic, Type<?> type) {
    return new Node.Source(
        topic,
        topic,
        type,
        Optional.of(
            new EventTime(
                element -> Event.of(element).instant(),
                OUT_OF_ORDER_MS,
                OptionalLong.of(1),
                OptionalLong.empty())));
  }

  /** The side in one byte, then the element as its side's type writes it. */
  private record SidedType(List<Type<?>> types) implements Type<Sided> {
    @Override
    public String description() {
      return "sides " + types.stream().map(Type::description).toList();
    }

    @Override
    public Class<Sided> javaClass() {
      return Sided.class;
    }

    @Override
    public Optional<Schema> schema() {
      return Optional.empty();
    }

    @Override
    public Codec<Sided> stateCodec() {
      List<Codec<Object>> sides = types.stream().map(SidedType::codec).toList();
      return new Codec<>() {
        @Override
        public Decoded<Sided> decode(byte @Nullable [] bytes) {
          if (bytes == null) {
            throw new IllegalArgumentException("an element of a side has no bytes");
          }
          int side = bytes[0];
          Decoded<Object> element =
              sides.get(side).decode(Arrays.copyOfRange(bytes, 1, bytes.length));
          return new Decoded.Ok<>(new Sided(side, ((Decoded.Ok<Object>) element).value()));
        }

        @Override
        public byte[] encode(Sided sided) {
          byte[] element = sides.get(sided.side()).encode(sided.element());
          byte[] bytes = new byte[element.length + 1];
          bytes[0] = (byte) sided.side();
          System.arraycopy(element, 0, bytes, 1, element.length);
          return bytes;
        }
      };
    }

    @SuppressWarnings("unchecked")
    private static Codec<Object> codec(Type<?> type) {
      return (Codec<Object>) type.stateCodec();
    }

    @Override
    public Codec<Sided> topicCodec(SchemaRegistry registry, String subject) {
      return stateCodec();
    }
  }
}
