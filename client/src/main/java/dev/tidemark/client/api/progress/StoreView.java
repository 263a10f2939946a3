package dev.tidemark.client.api.progress;

/**
 * A store that can be asked by key.
 *
 * @param content {@code table} or {@code panes}
 * @param of the table's topic or the window's name
 * @param keyType e.g. {@code string}, {@code long} or {@code avro NAME}
 */
public record StoreView(String name, String content, String of, String keyType) {}
