package dev.tidemark.topology.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.Stage;
import dev.tidemark.topology.stage.base.Codecs;
import dev.tidemark.topology.stage.base.DeadLetter;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.StageLimits;
import dev.tidemark.topology.stage.base.StageOutput;
import dev.tidemark.topology.stage.base.StageScope;
import dev.tidemark.topology.stage.base.TableAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One instance of a stage with its stores, and all that it sends. Values of topics are text. */
public final class StageUnderTest implements StageOutput {
  public static final StageContext.Incoming FROM_TWO = new StageContext.Incoming(2, "events");

  public final List<String> results = new ArrayList<>();
  public final List<ExchangeMessage> exchanged = new ArrayList<>();
  public final List<LateRecord> late = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();
  final InMemoryOrderedStore progress = new InMemoryOrderedStore();
  final InMemoryOrderedStore panes = new InMemoryOrderedStore();
  final InMemoryOrderedStore parked = new InMemoryOrderedStore();
  final InMemoryOrderedStore closed = new InMemoryOrderedStore();

  final TextCodecs codecs = new TextCodecs();

  private final StageContext context;
  private StagePipeline pipeline;
  private long offset;
  long now = 1_000_000;

  public StageUnderTest(StageContext.Incoming incoming, Node... nodes) {
    this(OnError.DEAD_LETTER, 1_000, StageScope.NONE, incoming, nodes);
  }

  StageUnderTest(StageScope scope, StageContext.Incoming incoming, Node... nodes) {
    this(OnError.DEAD_LETTER, 1_000, scope, incoming, nodes);
  }

  /** A stage whose steps all have one policy. */
  StageUnderTest(
      OnError onError, int parkedUnitsMax, StageContext.Incoming incoming, Node... nodes) {
    this(onError, parkedUnitsMax, StageScope.NONE, incoming, nodes);
  }

  private StageUnderTest(
      OnError onError,
      int parkedUnitsMax,
      StageScope scope,
      StageContext.Incoming incoming,
      Node... nodes) {
    this.offset = scope.start().map(StageScope.Start::offset).orElse(0L);
    Map<String, OnError> policies = new TreeMap<>();
    List.of(nodes).forEach(node -> policies.put(node.id(), onError));
    this.context =
        new StageContext(
            new Stage("stage", List.of(nodes), policies),
            new StageContext.Where(0, StageContext.Channels.of(2, incoming)),
            new StageContext.Io(
                codecs,
                name ->
                    new TableAccess(
                        Codecs.state(Types.STRING),
                        key -> new String(key, UTF_8).startsWith("known") ? "value" : null),
                this,
                progress,
                this::store),
            new StageContext.Bounds(
                () -> now, new StageLimits(100, 100, 50, 3_600_000, parkedUnitsMax, 1_000_000)),
            new StageContext.Run(scope, new StageContext.Identity("shop", "shop.r2")));
    this.pipeline = StagePipeline.create(context);
    pipeline.restore();
  }

  private InMemoryOrderedStore store(String name) {
    if (name.endsWith("-parked")) {
      return parked;
    }
    return name.endsWith("-closed") ? closed : panes;
  }

  /** A new owner takes over what was flushed. */
  public void restart() {
    pipeline = StagePipeline.create(context);
    pipeline.restore();
  }

  public void read(@Nullable String key, @Nullable String value) {
    pipeline.process(
        new StagePipeline.Input(
            offset++,
            offset,
            key == null ? null : key.getBytes(UTF_8),
            value == null ? null : value.getBytes(UTF_8)));
  }

  /** Reads the records of a batch; an outage of the registry leaves the rest in it. */
  void read(InputBatch batch) {
    pipeline.processBatch(batch);
  }

  void read(StagePipeline.Input input) {
    pipeline.process(input);
  }

  public void receive(byte[] key, ExchangeMessage message) {
    pipeline.process(new StagePipeline.Input(offset++, 0, key, ExchangeCodec.encode(message)));
  }

  /** Time passes, and what is due is tried again. */
  void advance(long millis) {
    now += millis;
    if (pipeline.isRetryDue(now)) {
      pipeline.retry(now);
    }
  }

  int waiting() {
    return pipeline.waiting();
  }

  boolean isIdle() {
    return pipeline.isIdle();
  }

  public void flush() {
    pipeline.flush();
  }

  void becomeIdle(long position) {
    pipeline.becomeIdle(position);
  }

  /** {@code node fate} → how many. */
  public Map<String, Long> ledger() {
    flush();
    Map<String, Long> ledger = new TreeMap<>();
    progress.range(
        ProgressKeys.bytes(ProgressKeys.COUNT),
        ProgressKeys.bytes("count0"),
        (key, value) -> {
          ProgressKeys.Count count = ProgressKeys.Count.parse(ProgressKeys.text(key));
          ledger.merge(
              count.node() + " " + count.fate(),
              Long.parseLong(ProgressKeys.text(value)),
              Long::sum);
        });
    return ledger;
  }

  /** What came in less what became of it. */
  public long imbalance() {
    return ledger().entrySet().stream()
        .mapToLong(
            entry ->
                entry.getKey().endsWith("READ") || entry.getKey().endsWith("EXPANDED")
                    ? entry.getValue()
                    : -entry.getValue())
        .sum();
  }

  List<String> causes() {
    return deadLetters.stream().map(letter -> letter.step() + " " + letter.cause()).toList();
  }

  @Override
  public void toExchange(String exchange, byte[] key, byte[] message, long timestamp) {
    exchanged.add(ExchangeCodec.decode(message));
  }

  @Override
  public void toEveryPartition(String exchange, byte[] message, long timestamp) {
    exchanged.add(ExchangeCodec.decode(message));
  }

  @Override
  public void toSink(String sink, byte @Nullable [] key, byte[] value, long timestamp) {
    results.add(new String(value, UTF_8));
  }

  @Override
  public void toSinkCorrected(
      String sink, byte @Nullable [] key, byte[] value, long timestamp, int correction) {
    results.add(new String(value, UTF_8) + " corrected " + correction);
  }

  @Override
  public void toLateTopic(String topic, LateRecord record) {
    late.add(record);
  }

  @Override
  public void toDeadLetters(DeadLetter letter) {
    deadLetters.add(letter);
  }

  /** Notes what is decoded, and can be out of reach. */
  static final class TextCodecs implements Codecs {
    final List<String> decoded = new ArrayList<>();

    /** How many values can be decoded before the registry is out of reach, once. */
    int untilOutage = Integer.MAX_VALUE;

    @Override
    public Codec<Object> keys(String topic, Type<?> type) {
      return Codecs.state(type);
    }

    @Override
    public Codec<Object> values(String topic, Type<?> type) {
      Codec<Object> values = Codecs.state(type);
      return new Codec<>() {
        @Override
        public Decoded<Object> decode(byte @Nullable [] bytes) {
          if (untilOutage-- == 0) {
            throw new RegistryUnavailableException("the registry is away", null);
          }
          decoded.add(bytes == null ? "" : new String(bytes, UTF_8));
          return values.decode(bytes);
        }

        @Override
        public byte[] encode(Object value) {
          return values.encode(value);
        }
      };
    }
  }
}
