package dev.tidemark.topology.operators;

import dev.tidemark.serde.Codec;
import dev.tidemark.serde.Decoded;
import dev.tidemark.serde.Type;
import dev.tidemark.topology.eventtime.ExchangeMessage;
import dev.tidemark.topology.eventtime.OrderedStore;
import dev.tidemark.topology.eventtime.Origin;
import dev.tidemark.topology.eventtime.SourceClock;
import dev.tidemark.topology.eventtime.Watermark;
import dev.tidemark.topology.plan.EventTime;
import dev.tidemark.topology.plan.Node;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A stage that reads a source topic: decodes, tells the time, and hands the elements to the
 * operators.
 */
final class SourcePipeline implements StagePipeline {

  /**
   * Far enough from the end of the numbers for windows, gaps and lateness to be subtracted; 146
   * million years ago.
   */
  private static final long EARLIEST_MS = Long.MIN_VALUE / 2;

  private final StageContext stage;
  private final Node.Source source;
  private final @Nullable EventTime eventTime;
  private final Counters counters;
  private final Step step;

  /** Decodes what is looked at first: everything, or what the event time and filters need. */
  private final Codec<Object> first;

  private final SourceClock clock;
  private final ElementOperator operators;
  private final Outgoing outgoing;
  private final Units units;
  private final ElementContext context = new ElementContext();
  private final String clockKey;

  /**
   * Apart from the clock, since nothing fences what is written without having read: a former owner
   * that wakes up late may still commit this entry, and must not turn back the clock by it. Behind
   * the clock's position it means nothing.
   */
  private final String idleKey;

  private final String wokenKey;
  private final ClockMarks marks;
  private final Beginning beginning;
  private final RequeuedCopies copies;

  private long position;
  private boolean idle;
  private boolean restoredIdle;

  /**
   * The partition comes back from being idle until its watermark has reached this instant. Kept:
   * the next owner must know it, too, or what it sends could not be told apart by a reader that has
   * gone on without it.
   */
  private long wokenUntil = Long.MIN_VALUE;

  private long storedWokenUntil = Long.MIN_VALUE;

  private long latestAllowed = Long.MIN_VALUE;
  private String storedClock = "";

  SourcePipeline(StageContext stage, Node.Source source, Counters counters) {
    this.stage = stage;
    this.source = source;
    this.eventTime = source.eventTime().orElse(null);
    this.counters = counters;
    OperatorTree tree = new OperatorTree(stage, counters);
    Codec<Object> values = stage.codecs().values(source.topic(), source.type());
    Type<?> readFirst = source.type().readFirst().orElse(null);
    this.first = readFirst == null ? values : stage.codecs().values(source.topic(), readFirst);
    this.operators =
        readFirst == null ? tree.behindInput() : tree.behindInput(new LaterDecoding(values));
    this.outgoing = tree.outgoing();
    this.step = tree.step(source);
    this.units = new Units(stage, tree.attempt(), (content, promised) -> again(content));
    this.clock =
        eventTime == null
            ? new SourceClock(0, OptionalLong.empty())
            : new SourceClock(eventTime.outOfOrderMs(), eventTime.maxAheadMs());
    this.clockKey = ProgressKeys.CLOCK + source.topic() + "/" + stage.partition();
    this.idleKey = ProgressKeys.IDLE_AT + source.topic() + "/" + stage.partition();
    this.wokenKey = ProgressKeys.WOKEN_UNTIL + source.topic() + "/" + stage.partition();
    StageScope scope = stage.scope();
    this.marks =
        new ClockMarks(
            stage.progress(), source.topic(), stage.partition(), scope.clockMarksEvery());
    this.beginning =
        new Beginning(scope.start(), stage.progress(), source.topic(), stage.partition());
    this.copies =
        new RequeuedCopies(stage.identity(), stage.progress(), source.topic(), stage.partition());
  }

  @Override
  public void restore() {
    OrderedStore store = stage.progress();
    store.range(
        ProgressKeys.bytes(ProgressKeys.COUNT),
        null,
        (key, value) -> {
          String text = ProgressKeys.text(key);
          if (text.startsWith(ProgressKeys.COUNT)) {
            counters.restore(
                ProgressKeys.Count.parse(text), Long.parseLong(ProgressKeys.text(value)));
          }
        });
    marks.restore();
    byte[] committed = store.get(ProgressKeys.bytes(clockKey));
    beginning.restore(committed == null, clock);
    copies.restore(committed == null);
    position = beginning.offset();
    if (committed != null) {
      String[] parts = ProgressKeys.text(committed).split("\\|", -1);
      if (!parts[0].isEmpty()) {
        clock.restore(Long.parseLong(parts[0]));
      }
      position = Long.parseLong(parts[1]);
    }
    // What is as it was is not written: nothing fences a former owner that has not read anything.
    storedClock = row();
    byte[] woken = store.get(ProgressKeys.bytes(wokenKey));
    if (woken != null) {
      wokenUntil = Long.parseLong(ProgressKeys.text(woken));
      storedWokenUntil = wokenUntil;
    }
    byte[] foundIdle = store.get(ProgressKeys.bytes(idleKey));
    restoredIdle = foundIdle != null && Long.parseLong(ProgressKeys.text(foundIdle)) >= position;
    units.restore(store);
  }

  @Override
  public void process(Input input) {
    Decoded<Object> decoded = first.decode(input.value());
    Origin origin =
        new Origin(
            source.topic(),
            stage.partition(),
            input.offset(),
            input.timestamp(),
            input.key(),
            input.value(),
            input.headers());
    marks.before(input.offset(), clock);
    wakeUp();
    beginning.tell(outgoing);
    Watermark before = clock.watermark();
    outgoing.beforeElement(units.held(before), input.offset());
    position = input.offset() + 1;
    boolean woken = isWoken() || wasWoken(input.offset());
    context.setUndated(input.timestamp(), before.time(), woken, origin);
    if (copies.leavesOut(origin)) {
      step.count(context, Fate.READ);
      step.count(context, Fate.SKIPPED);
      return;
    }
    if (decoded instanceof Decoded.Poison<Object> poison) {
      step.count(context, Fate.READ);
      step.poison(context, poison.cause().name(), poison.detail(), poison.schemaId());
      return;
    }
    Object element = ((Decoded.Ok<Object>) decoded).value();
    if (eventTime == null ? isWithinClock(input.timestamp()) : tellTime(eventTime, element)) {
      units.read(input.key(), before, this::content, () -> process(element));
    } else {
      step.count(context, Fate.READ);
    }
  }

  /** An element that has its event time. */
  private void process(Object element) {
    step.count(context, Fate.READ);
    operators.process(element, context);
  }

  /** The element of the context, as it is kept while it waits: the record tells the rest. */
  private ExchangeMessage content() {
    return new ExchangeMessage.Element(
        context.timestamp, context.watermarkBefore, context.woken, context.origin, new byte[0]);
  }

  private void again(ExchangeMessage content) {
    ExchangeMessage.Element kept = (ExchangeMessage.Element) content;
    Origin origin = kept.origin();
    Decoded<Object> decoded = first.decode(origin.value());
    context.setUndated(kept.timestamp(), kept.watermarkBefore(), kept.woken(), origin);
    if (eventTime != null) {
      context.date(kept.timestamp());
    }
    if (decoded instanceof Decoded.Poison<Object> poison) {
      step.count(context, Fate.READ);
      step.poison(context, poison.cause().name(), poison.detail(), poison.schemaId());
      return;
    }
    process(((Decoded.Ok<Object>) decoded).value());
  }

  @Override
  public void flush() {
    beginning.tell(outgoing);
    outgoing.atCommit(units.held(clock.watermark()), position - 1);
    persist();
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
    return idle;
  }

  @Override
  public void becomeIdle(long provedPosition) {
    if (units.waiting() > 0) {
      return;
    }
    idle = true;
    beginning.tell(outgoing);
    outgoing.idle(clock.watermark(), provedPosition);
    stage
        .progress()
        .put(ProgressKeys.bytes(idleKey), ProgressKeys.bytes(Long.toString(provedPosition)));
  }

  private boolean tellTime(EventTime declared, Object element) {
    Instant instant;
    try {
      instant = declared.extractor().apply(element);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.FUNCTION_FAILED, thrown);
      return false;
    }
    if (instant == null) {
      step.reject(context, FailureCause.NO_EVENT_TIME, "the event time is null");
      return false;
    }
    long time;
    try {
      time = instant.toEpochMilli();
    } catch (ArithmeticException e) {
      step.reject(
          context,
          FailureCause.TOO_FAR_AHEAD,
          "the event time does not fit milliseconds: " + instant);
      return false;
    }
    if (time < EARLIEST_MS) {
      step.reject(
          context,
          FailureCause.NO_EVENT_TIME,
          "the event time %s is out of all range".formatted(instant));
      return false;
    }
    if (clock.isTooFarAhead(time)) {
      step.reject(
          context,
          FailureCause.TOO_FAR_AHEAD,
          "event time %s is more than %d ms ahead of its partition's highest so far"
              .formatted(instant, declared.maxAheadMs().orElse(0)));
      return false;
    }
    if (!isWithinClock(time)) {
      return false;
    }
    clock.advance(time);
    beginning.event(time, declared.outOfOrderMs());
    context.date(time);
    return true;
  }

  private boolean isWithinClock(long time) {
    if (time <= latestAllowed) {
      return true;
    }
    latestAllowed = stage.clock().getAsLong() + stage.limits().aheadOfClockMs();
    if (time <= latestAllowed) {
      return true;
    }
    step.reject(
        context,
        FailureCause.AHEAD_OF_CLOCK,
        "time %s is more than %d ms ahead of the clock; brokers would refuse results dated so"
            .formatted(Instant.ofEpochMilli(time), stage.limits().aheadOfClockMs()));
    return false;
  }

  private void wakeUp() {
    if (idle || restoredIdle) {
      idle = false;
      restoredIdle = false;
      wokenUntil = stage.clock().getAsLong();
    }
  }

  /**
   * The others' watermarks can't be ahead of the instant at which the partition came back, unless
   * clocks differ.
   */
  private boolean isWoken() {
    return wokenUntil != Long.MIN_VALUE && clock.watermarkTime() < wokenUntil;
  }

  /** Whether readers of an earlier run may have gone on without what comes from here on. */
  private boolean wasWoken(long offset) {
    NavigableMap<Long, Long> below = stage.scope().wokenBelow();
    if (below.isEmpty()) {
      return false;
    }
    Map.Entry<Long, Long> step = below.floorEntry(offset);
    return step != null && clock.watermarkTime() < step.getValue();
  }

  private void persist() {
    String row = row();
    if (!row.equals(storedClock)) {
      storedClock = row;
      stage.progress().put(ProgressKeys.bytes(clockKey), ProgressKeys.bytes(row));
    }
    if (wokenUntil != storedWokenUntil) {
      storedWokenUntil = wokenUntil;
      stage
          .progress()
          .put(ProgressKeys.bytes(wokenKey), ProgressKeys.bytes(Long.toString(wokenUntil)));
    }
    beginning.flush();
    copies.flush();
    counters.flush();
    units.flush(stage.progress());
  }

  private String row() {
    OptionalLong highest = clock.highest();
    return (highest.isPresent() ? Long.toString(highest.getAsLong()) : "") + "|" + position;
  }
}
