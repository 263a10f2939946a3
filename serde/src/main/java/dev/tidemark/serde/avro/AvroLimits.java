package dev.tidemark.serde.avro;

import java.util.Map;

/**
 * Bounds what one record may make Avro allocate. Without them six bytes that announce an array of
 * 200 million nulls are an {@code OutOfMemoryError}.
 *
 * <p>Avro reads its limits from system properties in the static initialiser of {@code
 * SystemLimitException}, once per JVM. They must be there before Avro first reads anything, and
 * every codec calls {@link #apply()} for that. A property that is already set is left as it is, and
 * Tidemark's own decoder keeps to it, too.
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

  /**
   * The depth to which a record may lie within itself, both read and written. A third of what
   * Java's usual stack of 1 MiB holds when it is written by code that is not compiled yet; the
   * stack itself would end somewhere behind it, for each machine and run elsewhere.
   */
  public static final int DEPTH_MAX = 300;

  private static final String BYTES = "org.apache.avro.limits.bytes.maxLength";
  private static final String STRING_BYTES = "org.apache.avro.limits.string.maxLength";
  private static final String ITEMS = "org.apache.avro.limits.collectionItems.maxLength";
  private static final String EMPTY_ITEMS = "org.apache.avro.limits.collectionItems.maxAllocation";

  private static final Map<String, Integer> DEFAULTS =
      Map.of(
          BYTES, BYTES_MAX,
          STRING_BYTES, STRING_BYTES_MAX,
          ITEMS, COLLECTION_ITEMS_MAX,
          EMPTY_ITEMS, EMPTY_ITEMS_MAX);

  static {
    DEFAULTS.forEach(
        (property, limit) -> {
          if (System.getProperty(property) == null) {
            System.setProperty(property, limit.toString());
          }
        });
  }

  /** The limits in force: the properties as this class found them. */
  static final int BYTES_ALLOWED = allowed(BYTES);

  static final int STRING_BYTES_ALLOWED = allowed(STRING_BYTES);
  static final int COLLECTION_ITEMS_ALLOWED = allowed(ITEMS);
  static final int EMPTY_ITEMS_ALLOWED = allowed(EMPTY_ITEMS);

  private AvroLimits() {}

  private static int allowed(String property) {
    int fallback = DEFAULTS.getOrDefault(property, 0);
    int stated = Integer.getInteger(property, fallback);
    return stated < 0 ? fallback : stated;
  }

  /** Sets the limits that are not set yet. Only the first call does anything. */
  public static void apply() {
    // The work is in the static initialiser, which runs before this returns, once, whatever the
    // threads.
  }
}
