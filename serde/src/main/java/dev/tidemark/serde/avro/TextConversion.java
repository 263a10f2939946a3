package dev.tidemark.serde.avro;

import java.lang.reflect.Constructor;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassUtils;
import org.jspecify.annotations.Nullable;

/**
 * The Java form of text, as the declared schema says: a {@code String}, Avro's own {@code Utf8}, or
 * for generated classes a class that is made of text, such as {@code BigInteger}.
 */
final class TextConversion {
  private final GenericData data;

  TextConversion(GenericData data) {
    this.data = data;
  }

  /** Returns whether text of this schema is a plain {@code String}. */
  boolean areJava(Schema text) {
    return isJava(text) && classOf(text, SpecificData.CLASS_PROP) == null;
  }

  private static boolean isJava(Schema schema) {
    String stated = schema.getProp(GenericData.STRING_PROP);
    return GenericData.StringType.String.name().equals(stated);
  }

  ValueReader reader(Schema text) {
    return reader(text, SpecificData.CLASS_PROP);
  }

  /** The reader of a map's keys. */
  ValueReader keyReader(Schema map) {
    return reader(map, SpecificData.KEY_CLASS_PROP);
  }

  private ValueReader reader(Schema schema, String property) {
    String name = classOf(schema, property);
    if (name != null) {
      return made(name);
    }
    return isJava(schema) ? AvroInput::readString : AvroInput::readUtf8;
  }

  private @Nullable String classOf(Schema schema, String property) {
    return data instanceof SpecificData ? schema.getProp(property) : null;
  }

  private ValueReader made(String className) {
    Constructor<?> constructor = constructor(className);
    return in -> {
      String text = in.readString();
      try {
        return constructor.newInstance(text);
      } catch (ReflectiveOperationException e) {
        throw Undecodable.malformed("a text is no " + className);
      }
    };
  }

  private Constructor<?> constructor(String className) {
    try {
      // Avro's way to load it, which asks whether the class is trusted.
      return ClassUtils.forName(data.getClassLoader(), className).getConstructor(String.class);
    } catch (ReflectiveOperationException e) {
      throw new AvroRuntimeException(
          className + " can't be made of a String, as the declared schema wants", e);
    }
  }
}
