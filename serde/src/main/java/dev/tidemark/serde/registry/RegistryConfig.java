package dev.tidemark.serde.registry;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The configuration of the connection to a schema registry. The keys are those of Confluent's own
 * clients, so a configuration that works there works here; the time-outs and retries have keys of
 * their own.
 *
 * @param urls one or more base addresses without credentials; tried in this order, the last good
 *     one first
 * @param auth the credentials, the same for every address
 * @param tls the certificates for {@code https}
 * @param connectTimeout how long to wait for a connection; from 1 ms to 10 minutes
 * @param requestTimeout how long one request may take until its whole answer is there; from 1 ms to
 *     10 minutes
 * @param retries how many more rounds over all addresses are made when none answers; 0 to 100
 * @param backoff the pause before the second round, doubled before each further one; from 1 ms to
 *     10 minutes
 * @param backoffMax the longest pause; from 1 ms to 10 minutes
 * @param normalize whether the registry shall bring schemas into their one normal form before it
 *     compares them
 */
public record RegistryConfig(
    List<URI> urls,
    RegistryAuth auth,
    RegistryTls tls,
    Duration connectTimeout,
    Duration requestTimeout,
    int retries,
    Duration backoff,
    Duration backoffMax,
    boolean normalize) {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int RETRIES_MAX = 100;

  public RegistryConfig {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException(RegistryKeys.URL + " names no address");
    }
    for (URI url : urls) {
      if (url.getRawUserInfo() != null) {
        throw new IllegalArgumentException("an address must not hold credentials; they go to auth");
      }
    }
    requireInRange(RegistryKeys.CONNECT_TIMEOUT, connectTimeout);
    requireInRange(RegistryKeys.REQUEST_TIMEOUT, requestTimeout);
    requireInRange(RegistryKeys.BACKOFF, backoff);
    requireInRange(RegistryKeys.BACKOFF_MAX, backoffMax);
    if (retries < 0 || retries > RETRIES_MAX) {
      throw new IllegalArgumentException(
          RegistryKeys.RETRIES + " is " + retries + ", but must be 0 to " + RETRIES_MAX);
    }
  }

  /**
   * Reads a configuration. Keys that don't belong to a registry are left alone; an unknown key that
   * looks as if it did is refused, since a mistyped password or trust store must not pass in
   * silence.
   *
   * @throws IllegalArgumentException names the key, what is wrong with it and what to do; never
   *     tells a credential
   */
  public static RegistryConfig from(Map<String, String> config) {
    RegistryKeys keys = new RegistryKeys(config);
    keys.refuseUnknown();
    return new RegistryConfig(
        keys.urls(),
        keys.auth(),
        keys.tls(),
        keys.duration(RegistryKeys.CONNECT_TIMEOUT, Duration.ofSeconds(5)),
        keys.duration(RegistryKeys.REQUEST_TIMEOUT, Duration.ofSeconds(10)),
        keys.number(RegistryKeys.RETRIES, 3),
        keys.duration(RegistryKeys.BACKOFF, Duration.ofMillis(200)),
        keys.duration(RegistryKeys.BACKOFF_MAX, Duration.ofSeconds(2)),
        keys.flag(RegistryKeys.NORMALIZE));
  }

  /** The pause after a round of which none answered. */
  Duration pauseAfter(int round) {
    Duration doubled = backoff.multipliedBy(1L << Math.min(round, 20));
    return doubled.compareTo(backoffMax) < 0 ? doubled : backoffMax;
  }

  private static void requireInRange(String key, Duration duration) {
    if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          key + " is " + duration.toMillis() + ", but must be 1 to " + LONGEST.toMillis());
    }
  }
}
