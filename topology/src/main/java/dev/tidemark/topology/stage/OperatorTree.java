package dev.tidemark.topology.stage;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.topology.eventtime.exchange.WatermarkEmitter;
import dev.tidemark.topology.eventtime.exchange.WatermarkGranularity;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.NodeVisitor;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.stage.base.Codecs;
import dev.tidemark.topology.stage.base.Counters;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.KeyEncoder;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.TableAccess;
import dev.tidemark.topology.stage.operator.FilterOperator;
import dev.tidemark.topology.stage.operator.FlatMapOperator;
import dev.tidemark.topology.stage.operator.JoinOperator;
import dev.tidemark.topology.stage.operator.LazyDecoding;
import dev.tidemark.topology.stage.operator.MapOperator;
import dev.tidemark.topology.stage.operator.SendOperator;
import dev.tidemark.topology.stage.operator.SinkOperator;
import dev.tidemark.topology.stage.retry.Attempt;
import dev.tidemark.topology.stage.retry.FailureRateLimit;
import dev.tidemark.topology.stage.retry.Step;
import dev.tidemark.topology.stage.window.ExchangeWriters;
import dev.tidemark.topology.stage.window.PartialWindowOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Builds the operators of a stage, from its leaves to its input, and collects what it writes to
 * exchanges.
 */
final class OperatorTree implements NodeVisitor<ElementOperator> {

  private final StageContext context;
  private final Counters counters;
  private final Attempt attempt;
  private final Map<OnError, FailureRateLimit> givenUp = new HashMap<>();
  private final List<WatermarkEmitter> emitters = new ArrayList<>();
  private final List<PartialWindowOperator> partialWindows = new ArrayList<>();

  OperatorTree(StageContext context, Counters counters) {
    this.context = context;
    this.counters = counters;
    this.attempt = new Attempt(context.clock());
  }

  /** Returns the attempt that the steps take part in. */
  Attempt attempt() {
    return attempt;
  }

  /** Everything behind the stage's input. */
  ElementOperator behindInput() {
    return behind(context.stage().input());
  }

  /** Everything behind a source of which only the first fields are decoded to begin with. */
  ElementOperator behindInput(LazyDecoding later) {
    return behindFirst(context.stage().input(), later);
  }

  private ElementOperator behindFirst(Node node, LazyDecoding later) {
    return ElementOperator.all(
        followers(node).map(inner -> first(inner, later)).toArray(ElementOperator[]::new));
  }

  /**
   * Puts the decoding behind a filter: a filter looks at what was decoded first; what passes it is
   * decoded before the next node.
   */
  private ElementOperator first(Node inner, LazyDecoding later) {
    for (Node.Filter filter : context.stage().all(Node.Filter.class)) {
      if (filter.equals(inner)) {
        return new FilterOperator(step(filter), filter.keep(), behindFirst(filter, later));
      }
    }
    return later.before(step(inner), inner.accept(this));
  }

  /** Returns the writers of the stage's exchanges; to be called after {@link #behindInput}. */
  ExchangeWriters outgoing() {
    return new ExchangeWriters(emitters, partialWindows, context.output());
  }

  Step step(Node node) {
    OnError policy = context.stage().onError(node);
    FailureRateLimit limit =
        policy.failAbove().isEmpty()
            ? null
            : givenUp.computeIfAbsent(policy, p -> new FailureRateLimit(policy.failAbove().get()));
    String name = node.output().orElse(node.id());
    return new Step(node.id(), name, policy, limit, counters, context.output(), attempt);
  }

  @Override
  public ElementOperator filter(Node.Filter node) {
    return new FilterOperator(step(node), node.keep(), behind(node));
  }

  @Override
  public ElementOperator map(Node.MapElements node) {
    return new MapOperator(step(node), node.map(), behind(node));
  }

  @Override
  public ElementOperator flatMap(Node.FlatMapElements node) {
    return new FlatMapOperator(step(node), node.map(), behind(node));
  }

  @Override
  public ElementOperator join(Node.Join node) {
    TableAccess table = context.tables().apply(node.table());
    boolean fromTopic = context.stage().source().isPresent();
    return new JoinOperator(
        step(node), node, table.keys(), table.lookup(), fromTopic, behind(node));
  }

  @Override
  public ElementOperator sink(Node.Sink node) {
    return new SinkOperator(
        step(node),
        node,
        context.codecs().keys(node.topic(), node.keyType()),
        context.codecs().values(node.topic(), node.valueType()),
        context.output(),
        context.limits().recordBytesMax(),
        context.scope().handoverOrNull());
  }

  @Override
  public ElementOperator sendElements(Node.SendElements node) {
    addEmitter(node.exchange(), WatermarkGranularity.every());
    Codec<Object> keys = context.codecs().keys(node.exchange().partitionsLike(), node.keyType());
    return new SendOperator(
        step(node),
        node,
        new KeyEncoder(keys),
        Codecs.state(node.elementType()),
        context.output(),
        context.limits().recordBytesMax());
  }

  @Override
  public ElementOperator partialWindow(Node.PartialWindow node) {
    Node.Window window = node.window();
    addEmitter(node.exchange(), window.lateness().cadence());
    PartialWindowOperator operator =
        new PartialWindowOperator(
            step(node),
            node,
            new KeyEncoder(Codecs.state(window.keyType())),
            context.output(),
            context.partition(),
            context.limits().partialPanesMax());
    partialWindows.add(operator);
    return operator;
  }

  @Override
  public ElementOperator source(Node.Source node) {
    throw notInside(node);
  }

  @Override
  public ElementOperator table(Node.Table node) {
    throw notInside(node);
  }

  @Override
  public ElementOperator window(Node.Window node) {
    throw notInside(node);
  }

  @Override
  public ElementOperator receiveElements(Node.ReceiveElements node) {
    throw notInside(node);
  }

  @Override
  public ElementOperator finalWindow(Node.FinalWindow node) {
    throw notInside(node);
  }

  private ElementOperator behind(Node node) {
    return ElementOperator.all(
        followers(node).map(inner -> inner.accept(this)).toArray(ElementOperator[]::new));
  }

  private Stream<Node> followers(Node node) {
    return context.stage().nodes().stream().filter(inner -> inner.inputs().contains(node.id()));
  }

  private void addEmitter(Exchange exchange, WatermarkGranularity granularity) {
    if (emitters.stream().anyMatch(known -> known.exchange().equals(exchange.name()))) {
      return; // several nodes of the stage write to it, and the stage has one place there
    }
    StageContext.Share share = context.channels().shareOf(exchange);
    int channel = share.first() + context.partition();
    emitters.add(new WatermarkEmitter(exchange.name(), channel, share.all(), granularity));
  }

  private static IllegalStateException notInside(Node node) {
    return new IllegalStateException(node.id() + " can't stand inside a stage");
  }
}
