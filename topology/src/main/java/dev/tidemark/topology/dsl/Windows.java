package dev.tidemark.topology.dsl;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * The shapes of windows.
 *
 * <p>A window is final when the watermark passes its end and allowed lateness; its result is
 * written once. Lengths out of range are reported with the other problems of the job, not here.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class Windows {

  private Windows() {}

  /**
   * Fixed windows side by side: {@code [n * size, (n + 1) * size)}, aligned to
   * 1970-01-01T00:00:00Z. Windows of one day are days in UTC.
   *
   * @param size more than 0, whole milliseconds
   */
  public static TumblingWindows tumbling(Duration size) {
    return new TumblingWindows(size);
  }

  /**
   * Periods of activity of one key: two events belong to the same session when they are at most
   * {@code gap} apart, or when others connect them.
   *
   * @param gap the longest silence inside a session, inclusive; more than 0, whole milliseconds
   */
  public static SessionWindows session(Duration gap) {
    return new SessionWindows(gap);
  }
}
