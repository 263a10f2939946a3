package dev.tidemark.topology.stage;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.exchange.WatermarkMerger;
import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.eventtime.window.Panes;
import dev.tidemark.topology.plan.Exchange;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.StageInput;
import dev.tidemark.topology.plan.StageInputVisitor;
import dev.tidemark.topology.stage.base.Codecs;
import dev.tidemark.topology.stage.base.Counters;
import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.retry.PendingInput;
import dev.tidemark.topology.stage.retry.Step;
import dev.tidemark.topology.stage.window.Corrections;
import dev.tidemark.topology.stage.window.ExchangeWriters;
import dev.tidemark.topology.stage.window.FinalWindowInput;
import dev.tidemark.topology.stage.window.IdleDecisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A stage that reads an exchange: merges the watermarks of its writers, and closes windows by them.
 *
 * <p>It never reports itself idle, only quiet. All instances of the stage read from the same
 * writers, so each reaches the same merged watermark, also when all writers are idle, and the next
 * stage need not continue without the slowest of them. If it did, results of the slower ones would
 * be lost when a writer becomes active again.
 */
final class ExchangePipeline implements StagePipeline {

  private final StageContext stage;
  private final Counters counters;
  private final WatermarkMerger channels;
  private final ElementOperator operators;
  private final ExchangeWriters outgoing;
  private final @Nullable FinalWindowInput window;
  private final @Nullable Codec<Object> elements;
  private final Step step;
  private final String name;
  private final PendingInput units;
  private final ElementContext context = new ElementContext();

  private Watermark promised = Watermark.NOTHING_YET;
  private long position;
  private boolean hasWorked;
  private ProgressEntry.@Nullable Merged storedMerged;
  private long storedOpen = -1;

  ExchangePipeline(StageContext stage, Counters counters) {
    this.stage = stage;
    this.counters = counters;
    OperatorTree tree = new OperatorTree(stage, counters);
    this.operators = tree.behindInput();
    this.outgoing = tree.outgoing();
    StageInput input = stage.stage().input();
    this.step = tree.step(input);
    this.units = new PendingInput(stage, tree.attempt(), this::again);
    this.name = input.id();
    this.window = input.accept(windowOfInput()).orElse(null);
    this.elements = input.accept(ELEMENTS_OF_INPUT).orElse(null);
    String exchange = input.reads().map(Exchange::name).orElse(name);
    this.channels = new WatermarkMerger(exchange, stage.incoming().channels());
  }

  @Override
  public void restore() {
    OrderedStore store = stage.progress();
    List<WatermarkMerger.Row> rows = new ArrayList<>();
    store.range(
        new byte[0],
        null,
        (key, value) -> {
          String text = ProgressKeys.text(key);
          if (text.startsWith(ProgressKeys.CHANNEL)) {
            rows.add(row(text, ProgressKeys.text(value)));
          } else if (window != null && FinalWindowInput.isOwn(text)) {
            window.restore(text, ProgressKeys.text(value));
          }
        });
    counters.restore();
    byte[] merged = store.get(ProgressKeys.bytes(ProgressKeys.MERGED + name));
    Watermark watermark = Watermark.NOTHING_YET;
    if (merged != null) {
      ProgressEntry.Merged entry = ProgressEntry.Merged.parse(ProgressKeys.text(merged));
      storedMerged = entry;
      watermark = entry.watermark();
      position = entry.position();
    }
    channels.restore(rows, watermark);
    promised = promise(watermark);
    if (window != null) {
      window.restore();
    }
    units.restore(store);
  }

  @Override
  public void process(Input input) {
    byte[] value = input.value();
    byte[] key = input.key();
    if (key == null || value == null) {
      throw new ExchangeMismatchException(
          "a message of " + name + " at offset " + input.offset() + " is empty");
    }
    hasWorked = true;
    position = input.offset();
    ExchangeMessage message = ExchangeCodec.decode(value);
    if (message instanceof ExchangeMessage.Control control) {
      control(control);
    } else if (message instanceof ExchangeMessage.Missing missing) {
      (window == null ? List.of(missing) : window.missing(missing)).forEach(outgoing::missing);
    } else if (message instanceof ExchangeMessage.Correction correction && window != null) {
      window.correction(new KeyBytes(key), correction, channels.merged());
    } else if (message instanceof ExchangeMessage.Partial partial && window != null) {
      window.partial(new KeyBytes(key), partial, channels.merged());
    } else if (message instanceof ExchangeMessage.Element element && elements != null) {
      element(key, element, elements);
    } else {
      throw new ExchangeMismatchException(
          "a message of " + name + " at offset " + input.offset() + " is of another kind");
    }
  }

  /**
   * Writes nothing if nothing was read or retried: a former owner that writes then would not be
   * fenced.
   */
  @Override
  public void flush() {
    if (!hasWorked) {
      return;
    }
    hasWorked = false;
    if (channels.allIdle() && units.waiting() == 0) {
      outgoing.quiet(promised, position + 1);
    } else {
      outgoing.atCommit(units.held(promised), position);
    }
    if (window != null) {
      window.flush();
    }
    persist();
  }

  @Override
  public OptionalLong idleAfterMs() {
    return OptionalLong.empty();
  }

  @Override
  public boolean isIdle() {
    return channels.allIdle();
  }

  @Override
  public void becomeIdle(long provedPosition) {
    throw new IllegalStateException(
        "a stage behind an exchange hears of idleness from its writers");
  }

  @Override
  public OptionalLong retryEveryMs() {
    return units.retryEveryMs();
  }

  @Override
  public boolean isRetryDue(long now) {
    return units.isDue(now);
  }

  @Override
  public void retry(long now) {
    hasWorked = true;
    outgoing.beforeElement(units.held(promised), position);
    units.retry(now);
  }

  @Override
  public int waiting() {
    return units.waiting();
  }

  @Override
  public long position() {
    return position + 1;
  }

  private void control(ExchangeMessage.Control control) {
    Watermark before = channels.merged();
    channels.apply(control.message());
    Watermark merged = channels.merged();
    outgoing.beforeElement(units.held(promised), position);
    if (merged.compareTo(before) > 0) {
      if (window != null) {
        window.advance(before, merged);
      }
      promised = promise(merged);
    }
  }

  private void element(byte[] key, ExchangeMessage.Element element, Codec<Object> codec) {
    outgoing.beforeElement(units.held(promised), position);
    units.read(key, promised, () -> element, () -> process(element, codec));
  }

  private void process(ExchangeMessage.Element element, Codec<Object> codec) {
    context.set(element.timestamp(), element.watermarkBefore(), element.woken(), element.origin());
    Decoded<Object> decoded = codec.decode(element.element());
    if (decoded instanceof Decoded.Poison<Object> poison) {
      step.poison(context, poison.cause().name(), poison.detail(), poison.schemaId());
      return;
    }
    operators.process(((Decoded.Ok<Object>) decoded).value(), context);
  }

  /** An element or a pane that has waited. */
  private void again(ExchangeMessage content, Watermark promisedBefore) {
    if (content instanceof ExchangeMessage.Element element && elements != null) {
      process(element, elements);
    } else if (content instanceof ExchangeMessage.Partial pane && window != null) {
      window.again(pane, promisedBefore);
    } else {
      throw new ExchangeMismatchException("what waits in stage " + name + " is of another kind");
    }
  }

  private Watermark promise(Watermark merged) {
    return window == null ? merged : window.promise(merged);
  }

  private FinalWindowInput windowOf(Node.FinalWindow node) {
    Aggregates aggregates = new Aggregates(node.window().aggregation());
    Panes panes =
        node.window()
            .spec()
            .panes(
                aggregates,
                stage.stores().apply(Names.panesStore(node.window().id())),
                stage.limits().heapPanesMax());
    return new FinalWindowInput(
        step,
        node.window(),
        aggregates,
        panes,
        stage.partition(),
        stage.incoming().topic(),
        new IdleDecisions(stage.scope().lateBy(), stage.channels().sources()),
        outgoing,
        units,
        node.closedStore()
            .map(name -> new Corrections(node.window(), aggregates, stage.stores().apply(name)))
            .orElse(null),
        operators);
  }

  private void persist() {
    OrderedStore store = stage.progress();
    for (WatermarkMerger.Row row : channels.takeChanges()) {
      put(
          ProgressKeys.CHANNEL + row.channel(),
          new ProgressEntry.Channel(row.watermark(), row.activity(), row.position()).bytes());
    }
    channels.takeDecisions().forEach(this::decided);
    if (window != null) {
      window.persist(store);
    }
    var merged = new ProgressEntry.Merged(channels.merged(), channels.allIdle(), position);
    if (!merged.equals(storedMerged)) {
      storedMerged = merged;
      put(ProgressKeys.MERGED + name, merged.bytes());
    }
    if (window != null && window.open() != storedOpen) {
      storedOpen = window.open();
      put(ProgressKeys.OPEN + name, ProgressEntry.bytes(storedOpen));
    }
    counters.flush();
    units.flush(store);
  }

  private void decided(WatermarkMerger.IdleDecision decision) {
    if (window != null) {
      window.decided(decision);
    } else {
      put(
          ProgressKeys.IDLE_DECISION + decision.channel() + "/" + decision.position(),
          ProgressEntry.bytes(decision.merged().time()));
    }
  }

  private void put(String key, byte[] value) {
    stage.progress().put(ProgressKeys.bytes(key), value);
  }

  private static WatermarkMerger.Row row(String key, String value) {
    ProgressEntry.Channel entry = ProgressEntry.Channel.parse(value);
    return new WatermarkMerger.Row(
        Integer.parseInt(key.substring(ProgressKeys.CHANNEL.length())),
        entry.watermark(),
        entry.activity(),
        entry.position());
  }

  private StageInputVisitor<Optional<FinalWindowInput>> windowOfInput() {
    return new StageInputVisitor<>() {
      @Override
      public Optional<FinalWindowInput> source(Node.Source node) {
        throw readsNoExchange(node);
      }

      @Override
      public Optional<FinalWindowInput> receiveElements(Node.ReceiveElements node) {
        return Optional.empty();
      }

      @Override
      public Optional<FinalWindowInput> finalWindow(Node.FinalWindow node) {
        return Optional.of(windowOf(node));
      }
    };
  }

  private static final StageInputVisitor<Optional<Codec<Object>>> ELEMENTS_OF_INPUT =
      new StageInputVisitor<>() {
        @Override
        public Optional<Codec<Object>> source(Node.Source node) {
          throw readsNoExchange(node);
        }

        @Override
        public Optional<Codec<Object>> receiveElements(Node.ReceiveElements node) {
          return Optional.of(Codecs.state(node.elementType()));
        }

        @Override
        public Optional<Codec<Object>> finalWindow(Node.FinalWindow node) {
          return Optional.empty();
        }
      };

  private static IllegalStateException readsNoExchange(Node node) {
    return new IllegalStateException(node.id() + " reads no exchange");
  }
}
