package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.Aggregates;
import dev.tidemark.topology.eventtime.ChannelTable;
import dev.tidemark.topology.eventtime.ClosedPanes;
import dev.tidemark.topology.eventtime.CombinationFailedException;
import dev.tidemark.topology.eventtime.ExchangeMessage;
import dev.tidemark.topology.eventtime.ExchangeMismatchException;
import dev.tidemark.topology.eventtime.KeyBytes;
import dev.tidemark.topology.eventtime.Lateness;
import dev.tidemark.topology.eventtime.OrderedStore;
import dev.tidemark.topology.eventtime.Origin;
import dev.tidemark.topology.eventtime.PaneBounds;
import dev.tidemark.topology.eventtime.Panes;
import dev.tidemark.topology.eventtime.Watermark;
import dev.tidemark.topology.plan.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The second phase of a window: combines partial panes, and makes one element of each pane that
 * closes.
 */
final class FinalWindowInput {

  private final Step step;
  private final Node.Window window;
  private final Lateness lateness;
  private final PaneResults results;
  private final Aggregates aggregates;
  private final Panes panes;
  private final int partition;
  private final String writersRead;
  private final MissingElements missing;
  private final IdleDecisions decisions;
  private final Outgoing outgoing;
  private final Units units;
  private final @Nullable Corrections corrections;
  private final ElementOperator next;
  private final ElementContext context = new ElementContext();

  /**
   * @param writersRead the topic that the exchange's writers read, to attribute what they sent
   * @param outgoing to those who read the results
   * @param corrections of closed panes; absent: they are not kept
   */
  FinalWindowInput(
      Step step,
      Node.Window window,
      Aggregates aggregates,
      Panes panes,
      int partition,
      String writersRead,
      IdleDecisions decisions,
      Outgoing outgoing,
      Units units,
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
    this.missing = new MissingElements(window.spec());
    this.decisions = decisions;
    this.outgoing = outgoing;
    this.units = units;
    this.corrections = corrections;
    this.next = next;
  }

  /** What readers of the results are promised. */
  Watermark promise(Watermark merged) {
    return lateness.ofResults(merged);
  }

  /** Takes a partial pane. It is late only if its channel was idle while the others went on. */
  void partial(KeyBytes key, ExchangeMessage.Partial partial, Watermark merged) {
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
  void correction(KeyBytes key, ExchangeMessage.Correction correction, Watermark merged) {
    Corrections kept = corrections;
    if (kept == null) {
      throw new ExchangeMismatchException(
          "window " + window.id() + " gets a correction and keeps no closed panes");
    }
    PaneBounds pane = new PaneBounds(correction.first(), correction.last());
    if (!Corrections.isClosed(window, pane, merged)) {
      kept.await(key, correction);
    } else if (Corrections.isExpired(window, pane, merged)) {
      // its channel was idle while the others went on
      lateAfterAll(
          correction.origin(), correction.first(), correction.last(), correction.counted(), merged);
    } else {
      correct(kept, key, correction, merged);
    }
  }

  /** Closes what the merged watermark completes. */
  void advance(Watermark before, Watermark merged) {
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
      Origin pane) {
    units.read(
        key.bytes(),
        promised,
        () -> content(first, last, count, accumulator, pane),
        () -> close(key, first, last, accumulator, promised, pane));
  }

  private void correct(
      Corrections kept, KeyBytes key, ExchangeMessage.Correction correction, Watermark merged) {
    Origin origin = correction.origin();
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
  void again(ExchangeMessage.Partial content, Watermark promisedBefore) {
    Origin origin = content.origin();
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

  /** A closed pane, as it is kept while it waits. */
  private ExchangeMessage content(
      long first, long last, long count, Object accumulator, Origin pane) {
    return new ExchangeMessage.Partial(
        partition, first, last, count, aggregates.encode(accumulator), pane);
  }

  private Origin paneOf(KeyBytes key, long last) {
    return new Origin(window.id(), partition, -1, Math.max(0, last), key.bytes(), null);
  }

  /** Takes in what a writer does not see; answers what those who read the results don't. */
  List<ExchangeMessage.Missing> missing(ExchangeMessage.Missing elements) {
    missing.add(elements);
    return missing.resultsWithout(elements);
  }

  /** A channel has come back from being idle. */
  void decided(ChannelTable.IdleDecision decision) {
    decisions.note(decision.channel(), decision.position(), decision.merged());
  }

  void restore() {
    panes.restore();
    if (corrections != null) {
      corrections.restore();
    }
  }

  /** Whether an entry of the progress store is one of those that {@link #persist} writes. */
  static boolean isOwn(String key) {
    return key.equals(ProgressKeys.MISSING_UP_TO)
        || key.startsWith(ProgressKeys.MISSING_AT)
        || key.startsWith(ProgressKeys.IDLE_DECISION);
  }

  void restore(String key, String value) {
    if (!key.startsWith(ProgressKeys.IDLE_DECISION)) {
      missing.restore(key, value);
      return;
    }
    String[] parts = key.split("/", -1);
    decisions.restore(Integer.parseInt(parts[1]), Long.parseLong(parts[2]), Long.parseLong(value));
  }

  void flush() {
    panes.flush();
  }

  /** Writes what has changed to the progress store. */
  void persist(OrderedStore store) {
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

  long open() {
    return panes.open();
  }

  private void lateAfterIdle(KeyBytes key, ExchangeMessage.Partial partial, Watermark merged) {
    Origin origin = originOf(key, partial);
    lateAfterAll(origin, partial.first(), partial.last(), partial.counted(), merged);
  }

  /** Of elements that were on time, or could correct, when they were sent. */
  private void lateAfterAll(Origin origin, long first, long last, long counted, Watermark merged) {
    step.count(origin, Fate.COUNTED, -counted);
    step.count(origin, Fate.LATE, counted);
    window
        .lateTopic()
        .ifPresent(
            topic ->
                step.late(
                    topic,
                    new LateRecord(origin, window.id(), first, merged.time(), first, last + 1)));
  }

  private Origin originOf(KeyBytes key, ExchangeMessage.Partial partial) {
    Origin known = partial.origin();
    return known != null
        ? known
        : new Origin(
            writersRead, partial.channel(), -1, Math.max(0, partial.first()), key.bytes(), null);
  }

  private void close(
      KeyBytes key,
      long first,
      long last,
      Object accumulator,
      Watermark promisedBefore,
      Origin pane) {
    context.set(last, promisedBefore.time(), false, pane);
    step.count(context, Fate.READ);
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
    step.count(context, Fate.INCOMPLETE);
    if (missing.isNews()) {
      outgoing.missing(new ExchangeMessage.Missing(last, last));
    }
  }
}
