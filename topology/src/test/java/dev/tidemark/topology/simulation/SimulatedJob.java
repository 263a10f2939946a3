package dev.tidemark.topology.simulation;

import static java.util.stream.Collectors.toMap;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.SubjectNameStrategy;
import dev.tidemark.topology.aggregation.SessionWindow;
import dev.tidemark.topology.aggregation.TimeWindow;
import dev.tidemark.topology.eventtime.window.ElementIds;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.stage.base.Codecs;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.TableAccess;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The plan of a scenario, built of the production nodes. */
final class SimulatedJob {
  static final long IDLE_AFTER_MS = 20;
  static final String LATE_TOPIC = "late";
  static final String WINDOW = "window";
  static final String SECOND_WINDOW = "second-window";

  static final Codecs CODECS =
      new Codecs() {
        @Override
        public Codec<Object> keys(String topic, Type<?> type) {
          return Codecs.state(type);
        }

        @Override
        public Codec<Object> values(String topic, Type<?> type) {
          return Codecs.state(type);
        }
      };

  /** A stage, and what it reads and writes. */
  record Wiring(Stage stage, int inputPartitions, StageContext.Incoming incoming) {}

  private final Scenario scenario;
  private final Troubles troubles;
  private final List<Wiring> stages = new ArrayList<>();

  SimulatedJob(Scenario scenario, Troubles troubles) {
    this.scenario = scenario;
    this.troubles = troubles;
    if (scenario.shape == Scenario.Shape.JOIN_THEN_WINDOW) {
      joinThenWindow();
    } else {
      windows();
    }
  }

  List<Wiring> stages() {
    return stages;
  }

  /** The plan, as the runtime would have it. */
  PhysicalPlan plan() {
    List<Stage> all = stages.stream().map(Wiring::stage).toList();
    return new PhysicalPlan(
        "simulated",
        all,
        List.of(),
        Map.of(),
        List.of(),
        OnError.DEAD_LETTER,
        SubjectNameStrategy.TOPIC_NAME);
  }

  /** How many partitions the exchange has that stage {@code stage} reads. */
  int partitionsOf(int stage) {
    return stages.get(stage).inputPartitions;
  }

  /** Which stage reads an exchange: they are named so. */
  static int readerOf(String exchange) {
    return Integer.parseInt(exchange.substring(exchange.lastIndexOf('-') + 1));
  }

  static boolean isInTable(int key) {
    return key != 3;
  }

  static boolean fails(int[] ids) {
    return IntStream.of(ids).sum() % 5 == 1;
  }

  static TableAccess table() {
    return new TableAccess(
        Codecs.state(Types.INTEGER),
        key -> isInTable(ByteBuffer.wrap(key).getInt()) ? "user" : null);
  }

  private void windows() {
    Exchange first = new Exchange("exchange-1", "out");
    Node.Window window = windowOnEvents();
    List<Node> nodes = sourceNodes();
    nodes.add(new Node.PartialWindow("partial", "expand", first, window));
    stages.add(source(nodes));

    List<Node> next = new ArrayList<>();
    next.add(new Node.FinalWindow(WINDOW, first, window));
    if (scenario.shape == Scenario.Shape.WINDOW) {
      next.add(sink(WINDOW));
      stages.add(
          behindExchange(next, scenario.exchangePartitions, sources(), Scenario.SOURCE_TOPIC));
      return;
    }
    Exchange second = new Exchange("exchange-2", "out");
    Node.Window secondWindow = windowOnWindows();
    next.add(new Node.PartialWindow("second-partial", WINDOW, second, secondWindow));
    stages.add(behindExchange(next, scenario.exchangePartitions, sources(), Scenario.SOURCE_TOPIC));
    stages.add(lastStage(second, secondWindow, SECOND_WINDOW));
  }

  private void joinThenWindow() {
    Exchange first = new Exchange("exchange-1", "users");
    Exchange second = new Exchange("exchange-2", "out");
    Node.Window window = windowOnEvents();
    List<Node> nodes = sourceNodes();
    nodes.add(
        new Node.SendElements(
            "send", "expand", first, Types.INTEGER, this::keyOf, BinaryType.EVENT));
    stages.add(source(nodes));
    stages.add(
        behindExchange(
            List.of(
                new Node.ReceiveElements("receive", first, BinaryType.EVENT),
                new Node.Join(
                    "join",
                    "receive",
                    "users",
                    event -> ((Event) event).key(),
                    (event, user) -> joined((Event) event),
                    Node.JoinKind.INNER,
                    Node.JoinKey.FOREIGN,
                    Optional.of(BinaryType.EVENT)),
                new Node.PartialWindow("partial", "join", second, window)),
            scenario.exchangePartitions,
            sources(),
            Scenario.SOURCE_TOPIC));
    stages.add(lastStage(second, window, WINDOW));
  }

  private int sources() {
    return scenario.sourcePartitions();
  }

  private List<Node> sourceNodes() {
    EventTime eventTime =
        new EventTime(
            SimulatedJob::timeOf,
            scenario.outOfOrderMs,
            scenario.hasIdleness() ? OptionalLong.of(IDLE_AFTER_MS) : OptionalLong.empty(),
            scenario.maxAheadMs);
    List<Node> nodes = new ArrayList<>();
    nodes.add(
        new Node.Source("source", Scenario.SOURCE_TOPIC, BinaryType.EVENT, Optional.of(eventTime)));
    nodes.add(new Node.Filter("keep", "source", this::isKept));
    nodes.add(new Node.FlatMapElements("expand", "keep", this::copies, Optional.empty()));
    return nodes;
  }

  private Wiring source(List<Node> nodes) {
    // a stage that reads a topic is named by it
    return new Wiring(stage(Scenario.SOURCE_TOPIC, nodes), sources(), StageContext.Incoming.NONE);
  }

  private Wiring lastStage(Exchange exchange, Node.Window window, String id) {
    return behindExchange(
        List.of(new Node.FinalWindow(id, exchange, window), sink(id)),
        scenario.secondExchangePartitions,
        scenario.exchangePartitions,
        "exchange-1");
  }

  private Stage stage(String name, List<Node> nodes) {
    return new Stage(
        name, nodes, nodes.stream().collect(toMap(Node::id, node -> scenario.onError())));
  }

  private Wiring behindExchange(
      List<Node> nodes, int partitions, int channels, String writersRead) {
    return new Wiring(
        stage(nodes.get(0).id(), nodes),
        partitions,
        new StageContext.Incoming(channels, writersRead));
  }

  private Node.Sink sink(String input) {
    return new Node.Sink(
        "sink", input, "out", Types.INTEGER, fired -> sinkKey((Fired) fired), BinaryType.FIRED);
  }

  private Object sinkKey(Fired fired) {
    troubles.meet("sink " + fired);
    return fired.key();
  }

  private Object joined(Event event) {
    troubles.meet("join " + event.id());
    return event;
  }

  private Node.Window windowOnEvents() {
    return window(
        WINDOW,
        scenario.window,
        new ElementIds(event -> new int[] {((Event) event).id()}),
        this::keyOf);
  }

  private Node.Window windowOnWindows() {
    return window(
        SECOND_WINDOW,
        scenario.secondWindow,
        new ElementIds(fired -> ((Fired) fired).ids()),
        fired -> {
          troubles.meet("second key " + fired);
          return secondKey(((Fired) fired).key());
        });
  }

  static int secondKey(int key) {
    return key / 2;
  }

  @SuppressWarnings("NullAway") // a function of a job may return null
  private Node.Window window(
      String id,
      Scenario.Window window,
      ElementIds ids,
      java.util.function.Function<Object, @Nullable Object> key) {
    return new Node.Window(
        id,
        "",
        new Node.Window.Keying(Types.INTEGER, key::apply),
        new Node.Window.Closing(
            window.spec(), window.allowedLatenessMs(), Optional.of(LATE_TOPIC), 0),
        ids,
        (bounds, content) -> fire(id, bounds, content),
        Optional.empty());
  }

  private Object fire(String id, Object bounds, Object ids) {
    int[] content = (int[]) ids;
    troubles.meet(id + " " + bounds);
    if (scenario.resultsFail && fails(content)) {
      throw new IllegalStateException("the result can't be computed");
    }
    if (bounds instanceof TimeWindow<?> window) {
      return new Fired(
          (Integer) window.key(),
          window.start().toEpochMilli(),
          window.end().toEpochMilli() - 1,
          content);
    }
    SessionWindow<?> session = (SessionWindow<?>) bounds;
    return new Fired(
        (Integer) session.key(),
        session.first().toEpochMilli(),
        session.last().toEpochMilli(),
        content);
  }

  @SuppressWarnings("NullAway") // a function of a job may return null
  private static Instant timeOf(Object element) {
    Event event = (Event) element;
    return event.defect() == Event.Defect.NO_TIME ? null : Instant.ofEpochMilli(event.time());
  }

  private boolean isKept(Object element) {
    Event event = (Event) element;
    troubles.meet("filter " + event.id());
    if (event.defect() == Event.Defect.FILTER_THROWS) {
      throw new IllegalArgumentException("the filter fails");
    }
    return event.defect() != Event.Defect.FILTERED;
  }

  private List<Event> copies(Object element) {
    Event event = (Event) element;
    troubles.meet("copies " + event.id());
    return IntStream.range(0, event.copies()).mapToObj(event::copy).toList();
  }

  @SuppressWarnings("NullAway") // a function of a job may return null
  private Object keyOf(Object element) {
    Event event = (Event) element;
    troubles.meet("key " + event.id());
    return event.defect() == Event.Defect.NULL_KEY ? null : (Object) event.key();
  }
}
