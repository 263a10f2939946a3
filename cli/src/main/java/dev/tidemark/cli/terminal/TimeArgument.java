package dev.tidemark.cli.terminal;

import dev.tidemark.topology.plan.Durations;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Moments as people state them: an instant with its zone ({@code 2026-11-20T10:00:00Z}), a date
 * (its beginning in UTC), a time ago ({@code -2h}), or milliseconds since 1970. A time without a
 * zone is refused: it means another moment on each machine.
 */
public final class TimeArgument {
  private static final Pattern EPOCH_MILLIS = Pattern.compile("\\d{10,15}");

  private final Clock clock;

  public TimeArgument(Clock clock) {
    this.clock = clock;
  }

  /** The moment that a text stands for. */
  public Instant parse(String option, String text) {
    try {
      if (EPOCH_MILLIS.matcher(text).matches()) {
        return Instant.ofEpochMilli(Long.parseLong(text));
      }
      if (text.startsWith("-")) {
        return ago(text.substring(1)).orElseThrow(() -> invalid(option, text));
      }
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw invalid(option, text);
    }
  }

  /** Like {@link #parse}, but a bare duration is a time ago, too. */
  public Instant since(String option, String text) {
    return ago(text).orElseGet(() -> parse(option, text));
  }

  private Optional<Instant> ago(String text) {
    return Durations.parse(text)
        .filter(
            duration -> !duration.isNegative() && duration.compareTo(Duration.ofDays(36_500)) < 0)
        .map(duration -> clock.instant().minus(duration));
  }

  private static CommandException invalid(String option, String text) {
    return new CommandException(
        ExitCode.USAGE,
        "invalid value for %s: '%s'".formatted(option, text),
        "give e.g. 2026-11-20T10:00:00Z, 2026-11-20, -2h, or milliseconds since 1970");
  }
}
