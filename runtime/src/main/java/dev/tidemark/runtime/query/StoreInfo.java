package dev.tidemark.runtime.query;

/**
 * A store of a job that can be asked by key.
 *
 * @param name its name
 * @param content what it holds
 * @param of the table's topic, or the window's name
 * @param keyType e.g. {@code string}, {@code long} or {@code avro NAME}
 */
public record StoreInfo(String name, Content content, String of, String keyType) {

  /** The contents of a store. */
  public enum Content {
    /** The latest value of each key of a table. */
    TABLE,
    /** The open panes of a window. */
    PANES
  }
}
