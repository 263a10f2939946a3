package dev.tidemark.tests.base;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Bytes as text and back. */
public final class Text {

  private Text() {}

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static @Nullable String ofKey(byte @Nullable [] key) {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }

  /** UTF-8; a missing value is {@code (null)}. */
  public static String ofValue(byte @Nullable [] value) {
    return value == null ? "(null)" : new String(value, StandardCharsets.UTF_8);
  }

  /** All bytes, whatever they mean; a missing value is {@code (null)}. */
  public static String hex(byte @Nullable [] value) {
    return value == null ? "(null)" : HexFormat.of().formatHex(value);
  }

  /** The text of a header; {@code (none)} where it is missing. */
  public static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "(none)" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
