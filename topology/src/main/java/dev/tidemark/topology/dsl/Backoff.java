package dev.tidemark.topology.dsl;

import java.time.Duration;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * The delay before each retry of an element: doubled each time, up to a maximum. Immutable. A delay
 * out of range is reported with the other problems of the job, not here.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class Backoff {
  private final Duration first;
  private final Duration longest;

  private Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /**
   * Waits {@code first} before the first retry, twice as long before each further one, and never
   * more than {@code longest}.
   *
   * @param first whole milliseconds, more than 0
   * @param longest {@code first} or more, 5 minutes at most
   */
  public static Backoff backoff(Duration first, Duration longest) {
    return new Backoff(
        Objects.requireNonNull(first, "backoff: the first delay is null"),
        Objects.requireNonNull(longest, "backoff: the longest delay is null"));
  }

  Duration first() {
    return first;
  }

  Duration longest() {
    return longest;
  }
}
