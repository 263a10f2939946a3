package dev.tidemark.bench;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** The peer's accumulator in 16 bytes: cents, orders. */
final class RevenueSerde implements Serde<Revenue>, Serializer<Revenue>, Deserializer<Revenue> {

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable Revenue revenue) {
    if (revenue == null) {
      return null;
    }
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(revenue.amountCents())
        .putLong(revenue.orders())
        .array();
  }

  @Override
  public @Nullable Revenue deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Revenue(buffer.getLong(), buffer.getLong());
  }

  @Override
  public Serializer<Revenue> serializer() {
    return this;
  }

  @Override
  public Deserializer<Revenue> deserializer() {
    return this;
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {}

  @Override
  public void close() {}
}
