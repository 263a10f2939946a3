package dev.tidemark.topology.stage.window;

import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.aggregate.CombinationFailedException;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.exchange.WatermarkMerger;
import dev.tidemark.topology.eventtime.time.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.eventtime.window.ClosedPanes;
import dev.tidemark.topology.eventtime.window.Lateness;
import dev.tidemark.topology.eventtime.window.PaneBounds;
import dev.tidemark.topology.eventtime.window.Panes;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.base.LateRecord;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.retry.PendingInput;
import dev.tidemark.topology.stage.retry.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The second phase of a window: combines partial panes, and makes one element of each pane that
 * closes.
 */
public final class FinalWindowInput {

  private final Step step;
  private final Node.Window window;
  private final Lateness lateness;
  private final PaneResults results;
  private final Aggregates aggregates;
  private final Panes panes;
  private final int partition;
  private final String writersRead;
  private final IncompleteWindows missing;
  private final IdleDecisions decisions;
  private final ExchangeWriters outgoing;
  private final PendingInput units;
  private final @Nullable Corrections corrections;
  private final ElementOperator next;
  private final ElementContext context = new ElementContext();

  /**
   * @param writersRead the topic that the exchange's writers read, to attribute what they sent
   * @param outgoing to those who read the results
   * @param corrections of closed panes; absent: they are not kept
   */
  public FinalWindowInput(
      Step step,
      Node.Window window,
      Aggregates aggregates,
      Panes panes,
      int partition,
      String writersRead,
      IdleDecisions decisions,
      ExchangeWriters outgoing,
      PendingInput units,
      @Nullable Corrections corrections,
      ElementOperator next) {
    this.step = step;
    this.window = window;
    this.lateness = window.lateness();
    this.results = new PaneResults(window, aggregates);
    this.aggregates = aggregates;
    this.panes = panes;
    this.partition = partition;
    this.writersRead = writersRead;
    this.missing = new IncompleteWindows(window.spec());
    this.decisions = decisions;
    this.outgoing = outgoing;
    this.units = units;
    this.corrections = corrections;
    this.next = next;
  }

  /** Returns the watermark of the results. */
  public Watermark promise(Watermark merged) {
    return lateness.ofResults(merged);
  }

  /** Takes a partial pane. It is late only if its channel was idle while the others continued. */
  public void partial(KeyBytes key, ExchangeMessage.Partial partial, Watermark merged) {
    Watermark lateBy = decisions.lateBy(partial.origin(), merged);
    if (partial.origin() != null && !partial.origin().topic().equals(writersRead)) {
      decisions.note(partial.origin(), lateBy); // no channel of ours has been idle: its own has
    }
    if (lateness.isLate(new PaneBounds(partial.first(), partial.last()), lateBy)) {
      lateAfterIdle(key, partial, lateBy);
      return;
    }
    Object accumulator = aggregates.decode(partial.accumulator());
    try {
      panes.add(key, partial.first(), partial.last(), partial.count(), accumulator);
    } catch (CombinationFailedException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      step.rejectCounted(
          originOf(key, partial), FailureCause.AGGREGATION_FAILED, cause, partial.counted());
    }
  }

  /** Takes an element that corrects its window: now if that is closed, else when it is. */
  public void correction(KeyBytes key, ExchangeMessage.Correction correction, Watermark merged) {
    Corrections kept = corrections;
    if (kept == null) {
      throw new ExchangeMismatchException(
          "window " + window.id() + " gets a correction and keeps no closed panes");
    }
    PaneBounds pane = new PaneBounds(correction.first(), correction.last());
    if (!Corrections.isClosed(window, pane, merged)) {
      kept.await(key, correction);
    } else if (Corrections.isExpired(window, pane, merged)) {
      // its channel was idle while the others continued
      lateAfterAll(
          correction.origin(), correction.first(), correction.last(), correction.counted(), merged);
    } else {
      correct(kept, key, correction, merged);
    }
  }

  /** Closes what the merged watermark completes. */
  public void advance(Watermark before, Watermark merged) {
    Watermark promised = promise(before);
    Corrections kept = corrections;
    panes.close(
        lateness.closed(merged),
        (key, first, last, count, accumulator) -> {
          if (kept != null) {
            kept.keep(key, last, count, accumulator);
          }
          made(key, first, last, count, accumulator, promised, paneOf(key, last));
        });
    if (kept != null) {
      kept.takeDue(merged).forEach(due -> correct(kept, due.key(), due.correction(), merged));
      kept.forget(merged);
    }
  }

  /** Makes an element of a pane, in the order of its key. */
  private void made(
      KeyBytes key,
      long first,
      long last,
      long count,
      Object accumulator,
      Watermark promised,
      SourceRecord pane) {
    units.read(
        key.bytes(),
        promised,
        () -> content(first, last, count, accumulator, pane),
        () -> close(key, first, last, accumulator, promised, pane));
  }

  private void correct(
      Corrections kept, KeyBytes key, ExchangeMessage.Correction correction, Watermark merged) {
    SourceRecord origin = correction.origin();
    ClosedPanes.Corrected pane;
    try {
      Object accumulator = aggregates.decode(correction.accumulator());
      pane = kept.correct(key, correction.last(), accumulator);
    } catch (CombinationFailedException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      step.rejectCounted(origin, FailureCause.AGGREGATION_FAILED, cause, correction.counted());
      return;
    }
    made(
        key,
        correction.first(),
        correction.last(),
        pane.count(),
        pane.accumulator(),
        promise(merged),
        Corrections.numbered(paneOf(key, correction.last()), pane.number()));
  }

  /** Makes an element of a closed pane whose function failed before. */
  public void again(ExchangeMessage.Partial content, Watermark promisedBefore) {
    SourceRecord origin = content.origin();
    if (origin == null || origin.key() == null) {
      throw new IllegalStateException("a pane of window " + window.id() + " waits without a key");
    }
    close(
        new KeyBytes(origin.key()),
        content.first(),
        content.last(),
        aggregates.decode(content.accumulator()),
        promisedBefore,
        origin);
  }

  /** Returns a closed pane, as it is kept while it waits. */
  private ExchangeMessage content(
      long first, long last, long count, Object accumulator, SourceRecord pane) {
    return new ExchangeMessage.Partial(
        partition, first, last, count, aggregates.encode(accumulator), pane);
  }

  private SourceRecord paneOf(KeyBytes key, long last) {
    return new SourceRecord(window.id(), partition, -1, Math.max(0, last), key.bytes(), null);
  }

  /** Takes in what a writer does not see; returns what readers of the results don't see. */
  public List<ExchangeMessage.Missing> missing(ExchangeMessage.Missing elements) {
    missing.add(elements);
    return missing.resultsWithout(elements);
  }

  /** A channel has come back from being idle. */
  public void decided(WatermarkMerger.IdleDecision decision) {
    decisions.note(decision.channel(), decision.position(), decision.merged());
  }

  public void restore() {
    panes.restore();
    if (corrections != null) {
      corrections.restore();
    }
  }

  /**
   * Returns whether an entry of the progress store is one of those that {@link #persist} writes.
   */
  public static boolean isOwn(String key) {
    return key.equals(ProgressKeys.MISSING_UP_TO)
        || key.startsWith(ProgressKeys.MISSING_AT)
        || key.startsWith(ProgressKeys.IDLE_DECISION);
  }

  public void restore(String key, String value) {
    if (!key.startsWith(ProgressKeys.IDLE_DECISION)) {
      missing.restore(key, value);
      return;
    }
    String[] parts = key.split("/", -1);
    decisions.restore(Integer.parseInt(parts[1]), Long.parseLong(parts[2]), Long.parseLong(value));
  }

  public void flush() {
    panes.flush();
  }

  /** Writes what has changed to the progress store. */
  public void persist(OrderedStore store) {
    missing.flush(store);
    for (IdleDecisions.Change change : decisions.takeChanges()) {
      byte[] key =
          ProgressKeys.bytes(
              ProgressKeys.IDLE_DECISION + change.partition() + "/" + change.position());
      if (change.watermark().isPresent()) {
        store.put(key, ProgressKeys.bytes(Long.toString(change.watermark().getAsLong())));
      } else {
        store.delete(key);
      }
    }
  }

  public long open() {
    return panes.open();
  }

  private void lateAfterIdle(KeyBytes key, ExchangeMessage.Partial partial, Watermark merged) {
    SourceRecord origin = originOf(key, partial);
    lateAfterAll(origin, partial.first(), partial.last(), partial.counted(), merged);
  }

  /** Of elements that were on time, or could correct, when they were sent. */
  private void lateAfterAll(
      SourceRecord origin, long first, long last, long counted, Watermark merged) {
    step.count(origin, Outcome.COUNTED, -counted);
    step.count(origin, Outcome.LATE, counted);
    window
        .lateTopic()
        .ifPresent(
            topic ->
                step.late(
                    topic,
                    new LateRecord(origin, window.id(), first, merged.time(), first, last + 1)));
  }

  private SourceRecord originOf(KeyBytes key, ExchangeMessage.Partial partial) {
    SourceRecord known = partial.origin();
    return known != null
        ? known
        : new SourceRecord(
            writersRead, partial.channel(), -1, Math.max(0, partial.first()), key.bytes(), null);
  }

  private void close(
      KeyBytes key,
      long first,
      long last,
      Object accumulator,
      Watermark promisedBefore,
      SourceRecord pane) {
    context.set(last, promisedBefore.time(), false, pane);
    step.count(context, Outcome.READ);
    if (missing.touches(first, last)) {
      incomplete(last);
      return;
    }
    Object result;
    try {
      result = results.of(key, first, last, accumulator);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.RESULT_FAILED, thrown);
      return;
    }
    if (result == null) {
      step.reject(
          context,
          FailureCause.RESULT_FAILED,
          "the function of window " + window.id() + " returned null");
      return;
    }
    next.process(result, context);
  }

  private void incomplete(long last) {
    step.count(context, Outcome.INCOMPLETE);
    if (missing.isNews()) {
      outgoing.missing(new ExchangeMessage.Missing(last, last));
    }
  }
}
