package dev.tidemark.serde;

import dev.tidemark.serde.codec.BigEndian;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.codec.PoisonCause;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The codecs of the types without a schema; their bytes are those of Kafka's serializers. */
final class PrimitiveCodecs {

  private PrimitiveCodecs() {}

  /** The base of the codecs: absence and width are checked before the bytes are read. */
  private abstract static class Primitive<T> implements Codec<T> {
    private static final int ANY_WIDTH = -1;

    private final String name;
    private final int width;

    Primitive(String name, int width) {
      this.name = name;
      this.width = width;
    }

    abstract T read(byte[] bytes) throws CharacterCodingException;

    abstract byte[] write(T value) throws CharacterCodingException;

    @Override
    public Decoded<T> decode(byte @Nullable [] bytes) {
      if (bytes == null) {
        return poison(PoisonCause.NULL, "there is no value where " + name + " is needed");
      }
      if (width != ANY_WIDTH && bytes.length != width) {
        PoisonCause cause =
            bytes.length < width ? PoisonCause.TOO_SHORT : PoisonCause.TRAILING_BYTES;
        return poison(
            cause, bytes.length + " bytes where " + name + " of " + width + " bytes is needed");
      }
      try {
        return new Decoded.Ok<>(read(bytes));
      } catch (CharacterCodingException | IllegalArgumentException e) {
        return poison(PoisonCause.MALFORMED, "the bytes are not " + name);
      }
    }

    @Override
    public byte[] encode(T value) {
      if (value == null) {
        throw new EncodingException("null where " + name + " is needed", null);
      }
      try {
        return write(value);
      } catch (CharacterCodingException | ArithmeticException e) {
        throw new EncodingException("the value can't be written as " + name, e);
      }
    }

    private Decoded<T> poison(PoisonCause cause, String detail) {
      return new Decoded.Poison<>(cause, detail, OptionalInt.empty());
    }
  }

  static Codec<String> string() {
    return new Primitive<>("a UTF-8 string", Primitive.ANY_WIDTH) {
      @Override
      String read(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // The constructor replaces what is not UTF-8; two different keys must not become one that
        // way.
        if (text.indexOf('\uFFFD') < 0) {
          return text;
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      }

      @Override
      byte[] write(String value) throws CharacterCodingException {
        for (int i = 0; i < value.length(); i++) {
          if (Character.isSurrogate(value.charAt(i))) {
            return writeStrictly(value);
          }
        }
        return value.getBytes(StandardCharsets.UTF_8);
      }

      private byte[] writeStrictly(String value) throws CharacterCodingException {
        ByteBuffer encoded =
            StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(value));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
      }
    };
  }

  static Codec<Long> longs() {
    return new Primitive<>("a long", Long.BYTES) {
      @Override
      Long read(byte[] bytes) {
        return BigEndian.readLong(bytes);
      }

      @Override
      byte[] write(Long value) {
        return BigEndian.ofLong(value);
      }
    };
  }

  static Codec<Integer> integers() {
    return new Primitive<>("an integer", Integer.BYTES) {
      @Override
      Integer read(byte[] bytes) {
        return BigEndian.readInt(bytes, 0);
      }

      @Override
      byte[] write(Integer value) {
        return BigEndian.ofInt(value);
      }
    };
  }

  static Codec<Double> doubles() {
    return new Primitive<>("a double", Double.BYTES) {
      @Override
      Double read(byte[] bytes) {
        return Double.longBitsToDouble(BigEndian.readLong(bytes));
      }

      @Override
      byte[] write(Double value) {
        return BigEndian.ofLong(Double.doubleToLongBits(value));
      }
    };
  }

  static Codec<Boolean> booleans() {
    return new Primitive<>("a boolean", 1) {
      @Override
      Boolean read(byte[] bytes) {
        if (bytes[0] != 0 && bytes[0] != 1) {
          throw new IllegalArgumentException("neither 0 nor 1");
        }
        return bytes[0] == 1;
      }

      @Override
      byte[] write(Boolean value) {
        return new byte[] {(byte) (value ? 1 : 0)};
      }
    };
  }

  static Codec<byte[]> bytes() {
    return new Primitive<>("bytes", Primitive.ANY_WIDTH) {
      @Override
      byte[] read(byte[] bytes) {
        return bytes;
      }

      @Override
      byte[] write(byte[] value) {
        return value;
      }
    };
  }

  static Codec<Instant> instants() {
    return new Primitive<>("an instant", Long.BYTES) {
      @Override
      Instant read(byte[] bytes) {
        return Instant.ofEpochMilli(BigEndian.readLong(bytes));
      }

      @Override
      byte[] write(Instant value) {
        return BigEndian.ofLong(value.toEpochMilli());
      }
    };
  }
}
