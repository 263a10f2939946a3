package dev.tidemark.topology.stage.retry;

import dev.tidemark.topology.eventtime.exchange.ExchangeCodec;
import dev.tidemark.topology.eventtime.exchange.ExchangeMessage;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.Watermark;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Processes the units of a stage in key order: at once, or, where a step is retried, when the unit
 * succeeds or has had its last attempt. Later units of the key of a failed one wait. Not
 * thread-safe.
 */
public final class PendingInput {

  /** Polling of the consumer must continue while many wait for a service that answers slowly. */
  private static final long RETRYING_MAX_MS = 1_000;

  private final Attempt attempt;
  private final @Nullable RetryQueue parking;
  private final OptionalLong retryEveryMs;
  private final BiConsumer<ExchangeMessage, Watermark> again;
  private final byte[] waitingKey;
  private ProgressEntry.@Nullable Waiting storedWaiting;

  /**
   * The units of a stage. They wait in a store if a step is retried.
   *
   * @param again processes a unit that has waited, given the watermark before it was read
   */
  public PendingInput(
      StageContext stage, Attempt attempt, BiConsumer<ExchangeMessage, Watermark> again) {
    this.attempt = attempt;
    this.parking =
        stage
            .stage()
            .parkedStore()
            .map(
                name ->
                    new RetryQueue(
                        stage.stores().apply(name),
                        stage.limits().parkedUnitsMax(),
                        stage.limits().parkedBytesMax()))
            .orElse(null);
    this.again = again;
    this.waitingKey = ProgressKeys.bytes(ProgressKeys.WAITING + stage.stage().name());
    this.retryEveryMs =
        parking == null
            ? OptionalLong.empty()
            : OptionalLong.of(
                stage.stage().onError().values().stream()
                    .flatMap(policy -> policy.retry().stream())
                    .mapToLong(retry -> Math.max(10, Math.min(1_000, retry.firstDelayMs() / 4)))
                    .min()
                    .orElse(1_000));
  }

  /** Returns how often to look for what is due; empty: never. */
  public OptionalLong retryEveryMs() {
    return retryEveryMs;
  }

  /** Returns the number of units that wait. */
  public int waiting() {
    return parking == null ? 0 : parking.size();
  }

  /** Returns the watermark, held back while units wait. */
  public Watermark held(Watermark promise) {
    return parking == null ? promise : parking.held(promise);
  }

  /**
   * Processes a unit that was just read, or lets it wait.
   *
   * @param key within which order is kept; {@code null}: it follows no other unit
   * @param promised the watermark before it was read
   * @param content the unit as it is kept while it waits
   * @param work processes it
   */
  public void read(
      byte @Nullable [] key, Watermark promised, Supplier<ExchangeMessage> content, Runnable work) {
    RetryQueue lot = parking;
    if (lot == null) {
      work.run();
      return;
    }
    KeyBytes keyBytes = key == null ? null : new KeyBytes(key);
    if (keyBytes != null && lot.isWaiting(keyBytes)) {
      lot.queue(keyBytes, promised, ExchangeCodec.encode(content.get()));
    } else {
      OptionalLong delay = attempt.run(Attempt.Which.FIRST, work);
      if (delay.isPresent()) {
        long now = attempt.now();
        lot.park(
            keyBytes, promised, ExchangeCodec.encode(content.get()), now + delay.getAsLong(), now);
      }
    }
    while (lot.isOverfull()) {
      tryAgain(lot, lot.oldest(), true);
    }
  }

  /** Returns whether a unit that waits is due. */
  public boolean isDue(long now) {
    return parking != null && parking.due(now).isPresent();
  }

  /** Tries the units whose time has come. */
  public void retry(long now) {
    RetryQueue lot = parking;
    if (lot == null) {
      return;
    }
    long end = attempt.now() + RETRYING_MAX_MS;
    Optional<RetryQueue.Unit> due = lot.due(now);
    while (due.isPresent()) {
      tryAgain(lot, due.get(), false);
      due = attempt.now() > end ? Optional.empty() : lot.due(now);
    }
  }

  /** Restores what an earlier owner committed. */
  public void restore(OrderedStore progress) {
    if (parking == null) {
      return;
    }
    parking.restore();
    byte[] waiting = progress.get(waitingKey);
    storedWaiting =
        waiting == null ? null : ProgressEntry.Waiting.parse(ProgressKeys.text(waiting));
  }

  /** Writes what has changed, and the number of waiting units for monitoring. */
  public void flush(OrderedStore progress) {
    if (parking == null) {
      return;
    }
    parking.flush();
    var waiting = new ProgressEntry.Waiting(parking.size(), parking.oldestFailureMs());
    boolean neverWaited = storedWaiting == null && parking.isEmpty();
    if (!waiting.equals(storedWaiting) && !neverWaited) {
      storedWaiting = waiting;
      progress.put(waitingKey, waiting.bytes());
    }
  }

  private void tryAgain(RetryQueue lot, RetryQueue.Unit unit, boolean last) {
    OptionalLong firstFailure =
        unit.attempts() == 0 ? OptionalLong.empty() : OptionalLong.of(unit.firstFailureMs());
    ExchangeMessage content = ExchangeCodec.decode(unit.content());
    OptionalLong delay =
        attempt.run(
            new Attempt.Which(unit.attempts() + 1, last, firstFailure),
            () -> again.accept(content, unit.promised()));
    if (delay.isEmpty()) {
      lot.done(unit);
    } else {
      long now = attempt.now();
      lot.failed(unit, now + delay.getAsLong(), now);
    }
  }
}
