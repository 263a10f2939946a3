package dev.tidemark.topology.stage.base;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The difference between an instance of a stage and one of a plain run.
 *
 * @param start where its partition of a source topic begins; empty: at the true beginning of all,
 *     or the stage reads none
 * @param wokenBelow of a stage that reads a source: from a position on, the watermark below which
 *     the partition's elements have to be sent one by one, since a reader may have continued
 *     without them; grows with the position
 * @param lateBy of a stage that closes a window: what it had decided, by partition of the source
 *     and position: from there on, elements are late by this watermark
 * @param handover what belongs to the run before, if there is one
 * @param clockMarksEvery how many records lie between two marks of a source's clock, 1 or more
 */
public record StageScope(
    Optional<Start> start,
    NavigableMap<Long, Long> wokenBelow,
    Map<Integer, NavigableMap<Long, Long>> lateBy,
    Optional<Handover> handover,
    int clockMarksEvery) {

  /** Records between two clock marks unless stated otherwise. */
  public static final int CLOCK_MARKS_EVERY = 10_000;

  /** A plain run. */
  public static final StageScope NONE =
      new StageScope(
          Optional.empty(), new TreeMap<>(), Map.of(), Optional.empty(), CLOCK_MARKS_EVERY);

  /**
   * A beginning in the middle.
   *
   * @param offset the first that is read
   * @param highest the partition's highest event time before it, epoch milliseconds; empty: not
   *     known
   */
  public record Start(long offset, OptionalLong highest) {
    /** Returns whether there are records that are not read. */
    public boolean skips() {
      return offset > 0 || highest.isPresent();
    }
  }

  @Nullable
  public Handover handoverOrNull() {
    return handover.orElse(null);
  }
}
