package dev.tidemark.topology.stage;

import dev.tidemark.topology.eventtime.time.OrderedStore;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.stage.base.HeaderNames;
import dev.tidemark.topology.stage.base.ProgressEntry;
import dev.tidemark.topology.stage.base.ProgressKeys;
import dev.tidemark.topology.stage.base.StageContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a source partition that are copies of records that this run has read itself.
 * A copy is written because an earlier run dead-lettered the record. A run that begins before the
 * record, a replay for one, has dealt with the record itself: it was counted, or is a dead letter
 * of this run; the copy would be counted in addition. Not thread-safe.
 */
final class RequeuedCopies {

  private static final long NOT_KNOWN = Long.MAX_VALUE;

  private final StageContext.Identity identity;
  private final OrderedStore store;
  private final byte[] key;
  private final String place;
  private long first = NOT_KNOWN;
  private boolean isNew;
  private boolean changed;

  RequeuedCopies(StageContext.Identity identity, OrderedStore store, String topic, int partition) {
    this.identity = identity;
    this.store = store;
    this.place = topic + "/" + partition + "/";
    this.key = ProgressKeys.bytes(ProgressKeys.FIRST + topic + "/" + partition);
  }

  /**
   * Restores what an earlier owner committed.
   *
   * @param isFirst whether there was none
   */
  void restore(boolean isFirst) {
    byte[] committed = store.get(key);
    first = committed == null ? NOT_KNOWN : ProgressEntry.number(committed);
    isNew = isFirst && committed == null;
  }

  /** Returns whether a record is to be left out. Changes nothing. */
  boolean leavesOut(StagePipeline.Input record) {
    return !record.headers().isEmpty() && isCopyOfWhatWasRead(record);
  }

  /** Takes note of a record: the first is where the run begins. */
  void before(long offset) {
    if (isNew) {
      isNew = false;
      first = offset;
      changed = true;
    }
  }

  /** Stores what has changed. */
  void flush() {
    if (changed) {
      changed = false;
      store.put(key, ProgressEntry.bytes(first));
    }
  }

  private boolean isCopyOfWhatWasRead(StagePipeline.Input record) {
    List<SourceRecord.Header> headers = record.headers();
    String run = text(headers, HeaderNames.REQUEUE_RUN);
    String source = text(headers, HeaderNames.REQUEUE_SOURCE);
    if (run == null
        || source == null
        || run.equals(identity.run())
        || !identity.job().equals(text(headers, HeaderNames.REQUEUE_JOB))
        || !source.startsWith(place)) {
      return false;
    }
    String offset = source.substring(place.length());
    return offset.matches("\\d{1,18}")
        && Long.parseLong(offset) >= (isNew ? record.offset() : first);
  }

  private static @Nullable String text(List<SourceRecord.Header> headers, String name) {
    for (SourceRecord.Header header : headers) {
      byte[] value = header.value();
      if (header.name().equals(name) && value != null) {
        return new String(value, StandardCharsets.UTF_8);
      }
    }
    return null;
  }
}
