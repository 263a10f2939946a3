package dev.tidemark.serde;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** A type with an Avro schema. */
final class AvroType<T> implements Type<T> {
  private final String description;
  private final Class<T> javaClass;
  private final Schema schema;
  private final Supplier<? extends GenericData> data;

  AvroType(
      String description, Class<T> javaClass, Schema schema, Supplier<? extends GenericData> data) {
    this.description = description;
    this.javaClass = javaClass;
    this.schema = schema;
    this.data = data;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Class<T> javaClass() {
    return javaClass;
  }

  @Override
  public Optional<Schema> schema() {
    return Optional.of(schema);
  }

  @Override
  public Codec<T> stateCodec() {
    return new AvroStateCodec<>(new AvroModel<>(schema, data.get()));
  }

  @Override
  public Codec<T> topicCodec(SchemaRegistry registry, String subject) {
    AvroModel<T> model = new AvroModel<>(schema, data.get());
    return new AvroTopicCodec<>(
        model, new WriterSchemas<>(registry, model, System::nanoTime), registry, subject);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AvroType<?> that
        && javaClass.equals(that.javaClass)
        && schema.equals(that.schema);
  }

  @Override
  public int hashCode() {
    return 31 * javaClass.hashCode() + schema.hashCode();
  }

  @Override
  public String toString() {
    return description;
  }
}
