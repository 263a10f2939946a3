package dev.tidemark.bench;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.SchemaRegistry;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Tidemark's own codecs as the serde of Kafka Streams, so that both engines decode at the same
 * cost. Kafka Streams shares one serde among its threads and a codec belongs to one, hence one
 * codec for each thread.
 */
final class CodecSerde<T> implements Serde<T>, Serializer<T>, Deserializer<T> {
  private final ThreadLocal<Codec<T>> codecs;

  private CodecSerde(Type<T> type, SchemaRegistry registry, String subject) {
    this.codecs = ThreadLocal.withInitial(() -> type.topicCodec(registry, subject));
  }

  /** The serde of a topic's values, under the subject that is named after the topic. */
  static <T> CodecSerde<T> ofSubject(Type<T> type, SchemaRegistry registry, String subject) {
    return new CodecSerde<>(type, registry, subject);
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T value) {
    return value == null ? null : codecs.get().encode(value);
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Decoded<T> decoded = codecs.get().decode(bytes);
    if (decoded instanceof Decoded.Ok<T> ok) {
      return ok.value();
    }
    throw new SerializationException("topic " + topic + " holds undecodable bytes: " + decoded);
  }

  @Override
  public Serializer<T> serializer() {
    return this;
  }

  @Override
  public Deserializer<T> deserializer() {
    return this;
  }

  @Override
  public void configure(java.util.Map<String, ?> configs, boolean isKey) {}

  @Override
  public void close() {}
}
