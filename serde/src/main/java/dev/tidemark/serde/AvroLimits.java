package dev.tidemark.serde;

import java.util.Map;

/**
 * Bounds what one record may make Avro allocate. Without them six bytes that announce an array of
 * 200 million nulls are an {@code OutOfMemoryError}.
 *
 * <p>Avro reads its limits from system properties in the static initialiser of {@code
 * SystemLimitException}, once per JVM. They must be there before the first record is decoded, and
 * every codec calls {@link #apply()} for that. A property that is already set is left as it is.
 */
public final class AvroLimits {
  /** Most bytes in one {@code bytes} value: 64 MiB. */
  public static final int BYTES_MAX = 64 * 1024 * 1024;

  /** Most bytes in one {@code string} value: 64 MiB. */
  public static final int STRING_BYTES_MAX = 64 * 1024 * 1024;

  /** Most items in one array or map. */
  public static final int COLLECTION_ITEMS_MAX = 4_000_000;

  /**
   * Most array items per record that take no bytes, such as nulls: nothing else bounds their
   * number.
   */
  public static final int EMPTY_ITEMS_MAX = 100_000;

  private static final Map<String, Integer> DEFAULTS =
      Map.of(
          "org.apache.avro.limits.bytes.maxLength", BYTES_MAX,
          "org.apache.avro.limits.string.maxLength", STRING_BYTES_MAX,
          "org.apache.avro.limits.collectionItems.maxLength", COLLECTION_ITEMS_MAX,
          "org.apache.avro.limits.collectionItems.maxAllocation", EMPTY_ITEMS_MAX);

  static {
    DEFAULTS.forEach(
        (property, limit) -> {
          if (System.getProperty(property) == null) {
            System.setProperty(property, limit.toString());
          }
        });
  }

  private AvroLimits() {}

  /** Sets the limits that are not set yet. Only the first call does anything. */
  public static void apply() {
    // The work is in the static initialiser, which runs before this returns, once, whatever the
    // threads.
  }
}
