package dev.tidemark.serde.codec;

import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: a zero byte, the id of the writer's schema as four bytes (big-endian),
 * then the value in Avro's binary encoding.
 */
public final class WireFormat {
  /** The first byte of every value. */
  public static final byte MAGIC = 0;

  /** The number of bytes before the value. */
  public static final int HEADER_BYTES = 5;

  private WireFormat() {}

  /** Returns the defect in the header of these bytes; null when it is whole. */
  public static @Nullable PoisonCause headerDefect(byte @Nullable [] bytes) {
    if (bytes == null) {
      return PoisonCause.NULL;
    }
    if (bytes.length > 0 && bytes[0] != MAGIC) {
      return PoisonCause.WRONG_MAGIC;
    }
    return bytes.length < HEADER_BYTES ? PoisonCause.TOO_SHORT : null;
  }

  /**
   * The id of the writer's schema.
   *
   * @param bytes bytes whose header has no {@linkplain #headerDefect defect}
   * @return the four bytes as they are: a negative number is no valid id
   */
  public static int schemaId(byte[] bytes) {
    return BigEndian.readInt(bytes, 1);
  }

  /** Puts the header before a value. */
  public static byte[] frame(int schemaId, byte[] avro) {
    byte[] framed = new byte[HEADER_BYTES + avro.length];
    framed[0] = MAGIC;
    BigEndian.writeInt(framed, 1, schemaId);
    System.arraycopy(avro, 0, framed, HEADER_BYTES, avro.length);
    return framed;
  }

  public static String describe(PoisonCause headerDefect, byte @Nullable [] bytes) {
    return switch (headerDefect) {
      case NULL -> "there is no value";
      case WRONG_MAGIC -> "the first byte is not 0, so this is not Confluent's wire format";
      case TOO_SHORT ->
          (bytes == null ? 0 : bytes.length)
              + " bytes, but the magic byte and the schema id alone take "
              + HEADER_BYTES;
      default -> throw new IllegalArgumentException(headerDefect + " is not a defect of a header");
    };
  }
}
