package dev.tidemark.serde.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers as Kafka's serializers and Confluent's wire format write them: the highest byte first.
 */
public final class BigEndian {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  public static int readInt(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  static void writeInt(byte[] bytes, int offset, int value) {
    INT.set(bytes, offset, value);
  }

  public static long readLong(byte[] bytes) {
    return (long) LONG.get(bytes, 0);
  }

  public static byte[] ofInt(int value) {
    byte[] bytes = new byte[Integer.BYTES];
    INT.set(bytes, 0, value);
    return bytes;
  }

  public static byte[] ofLong(long value) {
    byte[] bytes = new byte[Long.BYTES];
    LONG.set(bytes, 0, value);
    return bytes;
  }
}
