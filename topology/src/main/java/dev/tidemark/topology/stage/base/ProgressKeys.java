package dev.tidemark.topology.stage.base;

import java.nio.charset.StandardCharsets;

/**
 * The entries of a progress store, as text: any consumer of its changelog can read them. Names hold
 * no slash: topics and nodes can't have one.
 */
public final class ProgressKeys {

  /**
   * {@code clock/TOPIC/PARTITION} → {@code highest|position}; highest is empty before the first
   * event.
   */
  public static final String CLOCK = "clock/";

  /**
   * {@code idle-at/TOPIC/PARTITION} → the position where nothing more was found; counts while it is
   * not below the clock's.
   */
  public static final String IDLE_AT = "idle-at/";

  /**
   * {@code woken-until/TOPIC/PARTITION} → until which watermark, in epoch milliseconds, the
   * partition comes back from being idle.
   */
  public static final String WOKEN_UNTIL = "woken-until/";

  /** {@code channel/NUMBER} → {@code watermark|ACTIVE or IDLE|position}. */
  public static final String CHANNEL = "channel/";

  /**
   * {@code merged/WINDOW-or-STAGE} → {@code watermark|all channels idle?|offset of the last
   * message}.
   */
  public static final String MERGED = "merged/";

  /** {@code count/TOPIC/PARTITION/NODE/FATE} → a number. */
  public static final String COUNT = "count/";

  /** {@code open/WINDOW} → how many panes are open. */
  public static final String OPEN = "open/";

  /**
   * {@code waiting/STAGE} → {@code how many units wait for their next attempt or their turn|first
   * failure of the one that waits longest, epoch milliseconds; 0: none waits}.
   */
  public static final String WAITING = "waiting/";

  /** {@code idle/CHANNEL/POSITION} → the merged watermark that was reached without the channel. */
  public static final String IDLE_DECISION = "idle/";

  /**
   * {@code mark/TOPIC/PARTITION/OFFSET} → the partition's highest event time before that offset.
   */
  public static final String CLOCK_MARK = "mark/";

  /**
   * {@code missing/TOPIC/PARTITION} → up to which event time elements of the partition may be
   * missing, as assumed by a run that does not know what was before its beginning.
   */
  public static final String MISSING = "missing/";

  /** → up to which event time elements of the stage's window are missing. */
  public static final String MISSING_UP_TO = "missing-up-to";

  /** {@code missing-at/TIME} → nothing: an element of that event time is missing. */
  public static final String MISSING_AT = "missing-at/";

  /** {@code first/TOPIC/PARTITION} → the offset of the first record that the run has read. */
  public static final String FIRST = "first/";

  private ProgressKeys() {}

  /** The key of a counter. */
  public record Count(String topic, int partition, String node, Outcome fate) {
    /** Its text. */
    public String text() {
      return COUNT + topic + "/" + partition + "/" + node + "/" + fate;
    }

    /** Reads it back. */
    public static Count parse(String text) {
      String[] parts = text.split("/", -1);
      return new Count(parts[1], Integer.parseInt(parts[2]), parts[3], Outcome.valueOf(parts[4]));
    }
  }

  /** UTF-8. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** UTF-8. */
  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
