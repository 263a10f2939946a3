package dev.tidemark.topology.stage;

import dev.tidemark.topology.eventtime.time.SourceClock;
import dev.tidemark.topology.stage.base.StageContext;
import dev.tidemark.topology.stage.base.StageScope;
import dev.tidemark.topology.stage.window.ExchangeWriters;

/**
 * The part of a source partition that serves replays: it begins where its run does, informs readers
 * of what the run therefore does not see, and notes the clock so that another run can begin here.
 * Not thread-safe.
 */
final class SourceReplay {

  private final SourceClock clock;
  private final long outOfOrderMs;
  private final WatermarkCheckpoints marks;
  private final ReplayStart replayStart;

  /**
   * @param clock of the partition
   * @param outOfOrderMs how far behind the clock an event may come
   */
  SourceReplay(StageContext stage, String topic, SourceClock clock, long outOfOrderMs) {
    StageScope scope = stage.scope();
    int partition = stage.partition();
    this.clock = clock;
    this.outOfOrderMs = outOfOrderMs;
    this.marks =
        new WatermarkCheckpoints(stage.progress(), topic, partition, scope.clockMarksEvery());
    this.replayStart = new ReplayStart(scope.start(), stage.progress(), topic, partition);
  }

  /**
   * Restores what an earlier owner committed. The clock begins where the run does if there was
   * none.
   *
   * @param isFirst whether there was none
   * @return the offset that the run begins with
   */
  long restore(boolean isFirst) {
    marks.restore();
    replayStart.restore(isFirst, clock);
    return replayStart.offset();
  }

  /** Takes note of a record before it moves the clock. */
  void before(long offset) {
    marks.before(offset, clock);
  }

  /** Takes note of an event that moves the clock. */
  void event(long time) {
    replayStart.event(time, outOfOrderMs);
  }

  /** Informs readers of what the run does not see; to be called before any watermark is sent. */
  void tell(ExchangeWriters outgoing) {
    replayStart.tell(outgoing);
  }

  /** Stores what has changed. */
  void flush() {
    replayStart.flush();
  }
}
