package dev.tidemark.topology.stage;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.SourceClock;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.Counters;
import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.operator.LazyDecoding;
import dev.tidemark.topology.stage.retry.PendingInput;
import dev.tidemark.topology.stage.retry.Step;
import dev.tidemark.topology.stage.window.ExchangeWriters;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A stage that reads a source topic: decodes records, extracts event time, and passes the elements
 * to the operators.
 */
final class SourcePipeline implements StagePipeline {

  private final String topic;
  private final int partition;
  private final OrderedStore progress;
  private final @Nullable EventTime eventTime;
  private final Counters counters;
  private final Step step;

  /** Decodes what is looked at first: everything, or what the event time and filters need. */
  private final Codec<Object> first;

  private final SourceClock clock;
  private final EventTimeCheck times;
  private final SourceIdleness idleness;
  private final SourceReplay replay;
  private final RequeuedCopies copies;
  private final ElementOperator operators;
  private final ExchangeWriters outgoing;
  private final PendingInput units;
  private final ElementContext context = new ElementContext();
  private final byte[] clockKey;

  private long position;
  private ProgressEntry.Clock storedClock = ProgressEntry.Clock.NONE;

  SourcePipeline(StageContext stage, Node.Source source, Counters counters) {
    this.topic = source.topic();
    this.partition = stage.partition();
    this.progress = stage.progress();
    this.eventTime = source.eventTime().orElse(null);
    this.counters = counters;
    OperatorTree tree = new OperatorTree(stage, counters);
    Codec<Object> values = stage.codecs().values(topic, source.type());
    Type<?> readFirst = source.type().readFirst().orElse(null);
    this.first = readFirst == null ? values : stage.codecs().values(topic, readFirst);
    this.operators =
        readFirst == null ? tree.behindInput() : tree.behindInput(new LazyDecoding(values));
    this.outgoing = tree.outgoing();
    this.step = tree.step(source);
    this.units = new PendingInput(stage, tree.attempt(), (content, promised) -> again(content));
    long outOfOrderMs = eventTime == null ? 0 : eventTime.outOfOrderMs();
    this.clock =
        new SourceClock(
            outOfOrderMs, eventTime == null ? OptionalLong.empty() : eventTime.maxAheadMs());
    this.times =
        new EventTimeCheck(eventTime, clock, stage.clock(), stage.limits().aheadOfClockMs());
    this.idleness = new SourceIdleness(progress, stage.clock(), stage.scope(), topic, partition);
    this.replay = new SourceReplay(stage, topic, clock, outOfOrderMs);
    this.copies = new RequeuedCopies(stage.identity(), progress, topic, partition);
    this.clockKey = ProgressKeys.bytes(ProgressKeys.CLOCK + topic + "/" + partition);
  }

  @Override
  public void process(Input input) {
    Decoded<Object> decoded = decode(input);
    announce(input.offset());
    take(input, decoded);
  }

  @Override
  public void processBatch(InputBatch batch) {
    boolean announced = false;
    while (batch.hasNext()) {
      Input input = batch.next();
      Decoded<Object> decoded = decode(input);
      if (!announced) {
        announce(input.offset());
        announced = true;
      }
      take(input, decoded);
      batch.advance();
    }
  }

  private void take(Input input, @Nullable Decoded<Object> decoded) {
    arrive(input);
    if (decoded == null) {
      leaveOut();
    } else if (decoded instanceof Decoded.Poison<Object> poison) {
      reject(poison);
    } else {
      take(input, ((Decoded.Ok<Object>) decoded).value());
    }
  }

  /**
   * Decodes a record before anything else, since the registry may be out of reach: then nothing has
   * happened.
   *
   * @return {@code null}: it is left out
   */
  private @Nullable Decoded<Object> decode(Input input) {
    return copies.leavesOut(input) ? null : first.decode(input.value());
  }

  /**
   * Readers receive what is missing and that this channel is active before they receive its data.
   */
  private void announce(long offset) {
    replay.tell(outgoing);
    outgoing.beforeElement(units.held(clock.watermark()), offset);
  }

  private void arrive(Input input) {
    long offset = input.offset();
    long watermark = clock.watermarkTime();
    replay.before(offset);
    copies.before(offset);
    position = offset + 1;
    context.setUndated(
        input.timestamp(), watermark, idleness.isWoken(offset, watermark), origin(input));
  }

  private void leaveOut() {
    step.count(context, Outcome.READ);
    step.count(context, Outcome.SKIPPED);
  }

  private void reject(Decoded.Poison<Object> poison) {
    step.count(context, Outcome.READ);
    step.poison(context, poison.cause().name(), poison.detail(), poison.schemaId());
  }

  private void take(Input input, Object element) {
    EventTimeCheck.Result checked = times.check(element, input.timestamp());
    if (checked instanceof EventTimeCheck.Rejected rejected) {
      step.count(context, Outcome.READ);
      step.reject(context, rejected.cause(), rejected.detail());
      return;
    }
    if (eventTime != null) {
      date(((EventTimeCheck.Accepted) checked).time());
    }
    units.read(
        input.key(), new Watermark(context.watermarkBefore), this::content, () -> process(element));
  }

  private void date(long time) {
    clock.advance(time);
    replay.event(time);
    context.date(time);
  }

  /** An element that has its event time. */
  private void process(Object element) {
    step.count(context, Outcome.READ);
    operators.process(element, context);
  }

  private SourceRecord origin(Input input) {
    return new SourceRecord(
        topic,
        partition,
        input.offset(),
        input.timestamp(),
        input.key(),
        input.value(),
        input.headers());
  }

  /**
   * Returns the element of the context, as it is kept while it waits: the record holds the rest.
   */
  private ExchangeMessage content() {
    return new ExchangeMessage.Element(
        context.timestamp, context.watermarkBefore, context.woken, context.origin, new byte[0]);
  }

  private void again(ExchangeMessage content) {
    ExchangeMessage.Element kept = (ExchangeMessage.Element) content;
    SourceRecord origin = kept.origin();
    Decoded<Object> decoded = first.decode(origin.value());
    context.setUndated(kept.timestamp(), kept.watermarkBefore(), kept.woken(), origin);
    if (eventTime != null) {
      context.date(kept.timestamp());
    }
    if (decoded instanceof Decoded.Poison<Object> poison) {
      reject(poison);
    } else {
      process(((Decoded.Ok<Object>) decoded).value());
    }
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
    outgoing.beforeElement(units.held(clock.watermark()), position - 1);
    units.retry(now);
  }

  @Override
  public int waiting() {
    return units.waiting();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public OptionalLong idleAfterMs() {
    return eventTime == null ? OptionalLong.empty() : eventTime.idleAfterMs();
  }

  @Override
  public boolean isIdle() {
    return idleness.isIdle();
  }

  @Override
  public void becomeIdle(long provedPosition) {
    if (units.waiting() > 0) {
      return;
    }
    replay.tell(outgoing);
    outgoing.idle(clock.watermark(), provedPosition);
    idleness.become(provedPosition);
  }

  @Override
  public void restore() {
    counters.restore();
    byte[] committed = progress.get(clockKey);
    position = replay.restore(committed == null);
    copies.restore(committed == null);
    if (committed != null) {
      ProgressEntry.Clock entry = ProgressEntry.Clock.parse(ProgressKeys.text(committed));
      entry.highest().ifPresent(clock::restore);
      position = entry.position();
    }
    // Write only changed entries: a former owner that consumed nothing is not fenced and could
    // overwrite newer state.
    storedClock = clockEntry();
    idleness.restore(position);
    units.restore(progress);
  }

  @Override
  public void flush() {
    replay.tell(outgoing);
    outgoing.atCommit(units.held(clock.watermark()), position - 1);
    persist();
  }

  private void persist() {
    ProgressEntry.Clock entry = clockEntry();
    if (!entry.equals(storedClock)) {
      storedClock = entry;
      progress.put(clockKey, entry.bytes());
    }
    idleness.flush();
    replay.flush();
    copies.flush();
    counters.flush();
    units.flush(progress);
  }

  private ProgressEntry.Clock clockEntry() {
    return new ProgressEntry.Clock(clock.highest(), position);
  }
}
