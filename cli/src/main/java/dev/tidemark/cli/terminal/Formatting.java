package dev.tidemark.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Human-readable formats of values. */
public final class Formatting {
  private static final int ID_CHARS = 12;
  private static final long KIB = 1_024;

  private Formatting() {}

  /** Formats an instant to the second; null as a dash. */
  public static String instant(@Nullable Instant instant) {
    return instant == null ? "-" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Formats a span to two units at most, e.g. {@code 41 s} or {@code 3 h 5 min}. */
  public static String span(@Nullable Long millis) {
    if (millis == null) {
      return "-";
    }
    Duration span = Duration.ofMillis(Math.abs(millis));
    long[] amounts = {
      span.toDaysPart(), span.toHoursPart(), span.toMinutesPart(), span.toSecondsPart()
    };
    String[] units = {"d", "h", "min", "s"};
    for (int first = 0; first < units.length; first++) {
      if (amounts[first] > 0) {
        int next = first + 1;
        String rest =
            next < units.length && amounts[next] > 0 ? " " + amounts[next] + " " + units[next] : "";
        return amounts[first] + " " + units[first] + rest;
      }
    }
    return span.toMillis() == 0 ? "0 s" : span.toMillis() + " ms";
  }

  /** Returns the beginning of a SHA-256: enough to distinguish jars. */
  public static String shortId(String id) {
    return id.substring(0, Math.min(ID_CHARS, id.length()));
  }

  /** Formats a size, e.g. {@code 329 KiB}. */
  public static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + " B";
    }
    return bytes < KIB * KIB
        ? String.format(Locale.ROOT, "%,d KiB", bytes / KIB)
        : String.format(Locale.ROOT, "%,.1f MiB", (double) bytes / (KIB * KIB));
  }

  /** Formats a count with its unit, e.g. {@code 1 thread} or {@code 2 threads}. */
  public static String count(long number, String unit) {
    return String.format(Locale.ROOT, "%,d %s%s", number, unit, number == 1 ? "" : "s");
  }

  /**
   * Returns the text as one line without control characters: text from outside (logs, exceptions,
   * keys) may contain line breaks and escape sequences.
   */
  public static String harmless(@Nullable String text) {
    return text == null
        ? "-"
        : text.replace('\t', ' ').replaceAll("\\R", " ").replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }
}
