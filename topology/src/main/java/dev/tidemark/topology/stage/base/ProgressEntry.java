package dev.tidemark.topology.stage.base;

import dev.tidemark.topology.eventtime.exchange.ChannelStatus;
import dev.tidemark.topology.eventtime.time.Watermark;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The value of an entry of a progress store that has several parts. The text of all entries is
 * written and read here alone; {@link ProgressKeys} tells which key has which value. The text is
 * state of deployed jobs: it never changes.
 */
public sealed interface ProgressEntry {

  /** Returns the text that the store holds. */
  String text();

  /** Returns the text as UTF-8. */
  default byte[] bytes() {
    return ProgressKeys.bytes(text());
  }

  /**
   * The value of a {@link ProgressKeys#CLOCK}: {@code highest|position}.
   *
   * @param highest the partition's highest event time, epoch milliseconds; empty before the first
   * @param position one past the last offset processed
   */
  record Clock(OptionalLong highest, long position) implements ProgressEntry {
    /** A partition of which nothing is committed. */
    public static final Clock NONE = new Clock(OptionalLong.empty(), 0);

    /** Reads the text of an entry; {@code null}: there is no entry. */
    public static Clock parse(@Nullable String text) {
      if (text == null) {
        return NONE;
      }
      String[] parts = parts(text);
      OptionalLong highest =
          parts[0].isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(parts[0]));
      return new Clock(highest, number(parts[1]));
    }

    @Override
    public String text() {
      return (highest.isPresent() ? Long.toString(highest.getAsLong()) : "") + "|" + position;
    }
  }

  /**
   * The value of a {@link ProgressKeys#CHANNEL}: {@code watermark|activity|position}.
   *
   * @param watermark the highest that the channel has reported
   * @param activity the newest that it has reported
   * @param position the highest that it has reported
   */
  record Channel(Watermark watermark, ChannelStatus activity, long position)
      implements ProgressEntry {
    /** Reads the text of an entry. */
    public static Channel parse(String text) {
      String[] parts = parts(text);
      return new Channel(
          new Watermark(number(parts[0])), ChannelStatus.valueOf(parts[1]), number(parts[2]));
    }

    @Override
    public String text() {
      return watermark.time() + "|" + activity + "|" + position;
    }
  }

  /**
   * The value of a {@link ProgressKeys#MERGED}: {@code watermark|allIdle|position}.
   *
   * @param watermark the merged watermark
   * @param allIdle whether all channels are idle
   * @param position the offset of the last message processed
   */
  record Merged(Watermark watermark, boolean allIdle, long position) implements ProgressEntry {
    /** A partition of which nothing is committed. */
    public static final Merged NONE = new Merged(Watermark.NOTHING_YET, false, 0);

    /** Reads the text of an entry; {@code null}: there is no entry. */
    public static Merged parse(@Nullable String text) {
      if (text == null) {
        return NONE;
      }
      String[] parts = parts(text);
      return new Merged(
          new Watermark(number(parts[0])), Boolean.parseBoolean(parts[1]), number(parts[2]));
    }

    @Override
    public String text() {
      return watermark.time() + "|" + allIdle + "|" + position;
    }
  }

  /**
   * The value of a {@link ProgressKeys#WAITING}: {@code units|oldestFailureMs}.
   *
   * @param units how many wait for their next attempt or their turn
   * @param oldestFailureMs when the one that waits longest first failed, epoch milliseconds; 0:
   *     none waits
   */
  record Waiting(long units, long oldestFailureMs) implements ProgressEntry {
    /** A stage in which nothing waits. */
    public static final Waiting NONE = new Waiting(0, 0);

    /** Reads the text of an entry; {@code null}: there is no entry. */
    public static Waiting parse(@Nullable String text) {
      if (text == null) {
        return NONE;
      }
      String[] parts = parts(text);
      return new Waiting(number(parts[0]), number(parts[1]));
    }

    @Override
    public String text() {
      return units + "|" + oldestFailureMs;
    }
  }

  /** Reads an entry that is one number. */
  static long number(String text) {
    return Long.parseLong(text);
  }

  /** Reads an entry that is one number, as the store holds it. */
  static long number(byte[] value) {
    return number(ProgressKeys.text(value));
  }

  /** Returns an entry that is one number, as the store holds it. */
  static byte[] bytes(long number) {
    return ProgressKeys.bytes(Long.toString(number));
  }

  private static String[] parts(String text) {
    return text.split("\\|", -1);
  }
}
