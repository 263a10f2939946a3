package dev.tidemark.client.api.job;

import org.jspecify.annotations.Nullable;

/**
 * The number of dead letters that a run makes.
 *
 * @param total since the run began
 * @param perMinute lately; null at the first look
 */
public record AlertView(Level level, long total, @Nullable Double perMinute) {
  /** More in a minute than this is critical. */
  public static final double CRITICAL_PER_MINUTE = 100;

  /** The severity. */
  public enum Level {
    /** None in the last minute. */
    OK,
    /** Some in the last minute. */
    WARN,
    /** More than 100 a minute. */
    CRITICAL
  }

  /** Returns the level of a count and a rate. */
  public static AlertView of(long total, @Nullable Double perMinute) {
    double rate = perMinute == null ? 0 : perMinute;
    Level level = rate > CRITICAL_PER_MINUTE ? Level.CRITICAL : rate > 0 ? Level.WARN : Level.OK;
    return new AlertView(level, total, perMinute);
  }
}
