package dev.tidemark.node.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits the requests of each address by a token bucket that is filled at a steady rate. IPv6
 * addresses count by their /64. Thread-safe; remembers a bounded number of addresses.
 *
 * <p>Jetty's {@code DoSHandler} is not used: its bucket counts refused requests too, so an address
 * that stays above the rate is not served at all, e.g. a proxy with many clients behind it; and
 * beyond its number of addresses it either lets every new one pass without a limit, or it refuses
 * them all.
 */
final class RateLimit {
  private static final int ADDRESSES_MAX = 10_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private final double burst;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  RateLimit(double perSecond, double burst, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /** Takes a token and returns whether there was one. */
  synchronized boolean allows(InetAddress address) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(key(address), key -> new Bucket(burst, now));
    if (buckets.size() > ADDRESSES_MAX) {
      forgetOne();
    }
    double filled = (now - bucket.at) * perSecond / NANOS_PER_SECOND;
    bucket.tokens = Math.min(burst, bucket.tokens + filled);
    bucket.at = now;
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }

  private void forgetOne() {
    Iterator<String> oldest = buckets.keySet().iterator();
    oldest.next();
    oldest.remove();
  }

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return Arrays.toString(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes);
  }

  private static final class Bucket {
    private double tokens;
    private long at;

    private Bucket(double tokens, long at) {
      this.tokens = tokens;
      this.at = at;
    }
  }
}
