package dev.tidemark.serde;

import dev.tidemark.serde.avro.AvroLimits;
import dev.tidemark.serde.avro.NamedSchemas;
import dev.tidemark.serde.avro.TrustedClasses;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.PoisonCause;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apiguardian.api.API;

/**
 * The type tokens at hand. The types without a schema have the bytes of Kafka's own serializers, so
 * other programs read and write them with what comes with Kafka.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class Types {

  /**
   * UTF-8 text. Bytes that are not UTF-8 are {@link PoisonCause#MALFORMED}, and text that UTF-8
   * can't express (half of a surrogate pair) is an {@link EncodingException}: nothing is replaced
   * silently.
   */
  public static final Type<String> STRING =
      new PrimitiveType<>("string", String.class, PrimitiveCodecs::string);

  /** Eight bytes, the highest first. */
  public static final Type<Long> LONG =
      new PrimitiveType<>("long", Long.class, PrimitiveCodecs::longs);

  /** Four bytes, the highest first. */
  public static final Type<Integer> INTEGER =
      new PrimitiveType<>("integer", Integer.class, PrimitiveCodecs::integers);

  /** The eight bytes of IEEE 754, the highest first; every NaN is written alike. */
  public static final Type<Double> DOUBLE =
      new PrimitiveType<>("double", Double.class, PrimitiveCodecs::doubles);

  /** One byte: 0 or 1. */
  public static final Type<Boolean> BOOLEAN =
      new PrimitiveType<>("boolean", Boolean.class, PrimitiveCodecs::booleans);

  /** The bytes as they are, not copied. */
  public static final Type<byte[]> BYTES =
      new PrimitiveType<>("bytes", byte[].class, PrimitiveCodecs::bytes);

  /**
   * Milliseconds since 1970-01-01T00:00Z as eight bytes, the highest first, as {@link #LONG} writes
   * them. What is finer than a millisecond is cut off, towards the past.
   */
  public static final Type<Instant> INSTANT =
      new PrimitiveType<>("instant", Instant.class, PrimitiveCodecs::instants);

  private static final Pattern OWN_NAME = Pattern.compile("[a-z0-9-]{1,64}");

  private Types() {}

  /**
   * Events of a class that Avro generated. They are read with the schema of the class, whatever
   * schema of their subject they were written with; logical types are those of the class (e.g.
   * {@code timestamp-millis} is an {@link Instant}). Avro is told to trust this class and those its
   * schema refers to; nothing needs to be set for it.
   *
   * @param <T> the generated class
   * @throws IllegalArgumentException when the class has no schema
   */
  public static <T extends SpecificRecord> AvroType<T> avro(Class<T> javaClass) {
    AvroLimits.apply();
    Schema schema = schemaOf(javaClass);
    TrustedClasses.trust(javaClass, schema);
    return new AvroType<>(
        "avro " + javaClass.getName(), javaClass, schema, () -> specificData(javaClass, schema));
  }

  /**
   * Events without a class, as Avro's generic records. They are read with the given schema. Logical
   * types are left in their raw form (a {@code timestamp-millis} is a {@code Long}), and a string
   * is a {@link CharSequence} (compare its {@code toString()}) unless the schema has {@code
   * "avro.java.string": "String"}.
   *
   * @throws IllegalArgumentException when the schema is not that of a record
   */
  public static AvroType<GenericRecord> generic(Schema recordSchema) {
    AvroLimits.apply();
    if (recordSchema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "a generic type needs the schema of a record, not of "
              + recordSchema.getType().getName()
              + ": put the value into a record with one field");
    }
    return new AvroType<>(
        "generic avro " + recordSchema.getFullName(),
        GenericRecord.class,
        recordSchema,
        GenericData::new);
  }

  /**
   * A format of your own, such as JSON or Protobuf, for topics, exchanges and state alike.
   *
   * <p>The name goes into plans and decides whether a job may be upgraded in place: bytes of one
   * name are taken to be readable by every codec of that name. Give the format another name, such
   * as {@code order-json-2}, when the codec can't read any more what it once wrote. Where schemas
   * stand in a registry of another kind, implement {@link Type} instead.
   *
   * @param javaClass the class of the values; they need {@code equals} and {@code hashCode} where
   *     they are keys
   * @param name {@code [a-z0-9-]{1,64}}
   * @param codec makes a codec, which one thread uses. It answers bytes that it can't read with
   *     {@link Decoded.Poison}; the same value must always have the same bytes, or results of a
   *     replay differ
   * @throws IllegalArgumentException when the name is not valid
   */
  public static <T> Type<T> of(
      Class<T> javaClass, String name, Supplier<? extends Codec<T>> codec) {
    if (!OWN_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a format can't be called \"" + name + "\": use [a-z0-9-], 1 to 64 characters");
    }
    return new PrimitiveType<>("codec " + name, javaClass, codec);
  }

  private static Schema schemaOf(Class<?> javaClass) {
    try {
      return SpecificData.get().getSchema(javaClass);
    } catch (AvroRuntimeException e) {
      throw new IllegalArgumentException(
          javaClass.getName() + " has no SCHEMA$: name a class that Avro generated", e);
    }
  }

  /**
   * The class's own conversions with the class's own loader. Not the model in the class itself:
   * that one looks for nested classes in the loader of Avro, and its cache of readers is not safe
   * for several threads.
   */
  private static SpecificData specificData(Class<?> javaClass, Schema schema) {
    SpecificData data = new SpecificData(javaClass.getClassLoader());
    data.setCustomCoders(false); // they would write maps in any order
    for (Schema named : NamedSchemas.within(schema)) {
      Class<?> nested = data.getClass(named);
      if (nested != null) {
        SpecificData.getForClass(nested).getConversions().forEach(data::addLogicalTypeConversion);
      }
    }
    SpecificData.getForClass(javaClass).getConversions().forEach(data::addLogicalTypeConversion);
    return data;
  }
}
