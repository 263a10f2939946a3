package dev.tidemark.serde.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding in an array, read from front to back, with the limits of one record:
 * nothing is allocated before it is known that as many bytes are there. Used again for each record;
 * belongs to one thread.
 */
final class AvroInput {
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NOTHING = new byte[0];

  /** So many nulls and empty records may stand beside each byte; the usual record has fewer. */
  private static final int FREE_PARTS_PER_BYTE = 4;

  private byte[] bytes = NOTHING;
  private int position;
  private int emptyItems;
  private long freePartsLeft;
  private int depth;

  /** Begins to read a record at an offset; it ends where the array does. */
  void start(byte[] given, int offset) {
    bytes = given;
    position = offset;
    emptyItems = 0;
    freePartsLeft =
        AvroLimits.EMPTY_ITEMS_ALLOWED + (long) FREE_PARTS_PER_BYTE * (given.length - offset);
    depth = 0;
  }

  /** The array is not held longer than it is read. */
  void finish() {
    bytes = NOTHING;
  }

  int position() {
    return position;
  }

  boolean isAtEnd() {
    return position == bytes.length;
  }

  private int remaining() {
    return bytes.length - position;
  }

  boolean readBoolean() {
    if (position >= bytes.length) {
      throw Undecodable.endsEarly();
    }
    return bytes[position++] == 1;
  }

  int readInt() {
    int at = position;
    if (at < bytes.length) {
      int first = bytes[at];
      if (first >= 0) {
        position = at + 1;
        return (first >>> 1) ^ -(first & 1);
      }
    }
    return readLongerInt();
  }

  private int readLongerInt() {
    int number = 0;
    for (int shift = 0; shift <= 28; shift += 7) {
      if (position >= bytes.length) {
        throw Undecodable.endsEarly();
      }
      int next = bytes[position++];
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return (number >>> 1) ^ -(number & 1);
      }
    }
    throw Undecodable.malformed("a number of 32 bits takes more than 5 bytes");
  }

  long readLong() {
    int at = position;
    if (at < bytes.length) {
      int first = bytes[at];
      if (first >= 0) {
        position = at + 1;
        return (first >>> 1) ^ -(first & 1);
      }
    }
    return readLongerLong();
  }

  private long readLongerLong() {
    long number = 0;
    for (int shift = 0; shift <= 63; shift += 7) {
      if (position >= bytes.length) {
        throw Undecodable.endsEarly();
      }
      int next = bytes[position++];
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (number >>> 1) ^ -(number & 1);
      }
    }
    throw Undecodable.malformed("a number of 64 bits takes more than 10 bytes");
  }

  float readFloat() {
    int at = take(Float.BYTES);
    return (float) FLOAT.get(bytes, at);
  }

  double readDouble() {
    int at = take(Double.BYTES);
    return (double) DOUBLE.get(bytes, at);
  }

  String readString() {
    int length = readLength(AvroLimits.STRING_BYTES_ALLOWED);
    int at = take(length);
    return new String(bytes, at, length, StandardCharsets.UTF_8);
  }

  Utf8 readUtf8() {
    return new Utf8(copy(readLength(AvroLimits.STRING_BYTES_ALLOWED)));
  }

  ByteBuffer readBytes() {
    return ByteBuffer.wrap(copy(readLength(AvroLimits.BYTES_ALLOWED)));
  }

  private byte[] copy(int length) {
    int at = take(length);
    byte[] copy = new byte[length];
    System.arraycopy(bytes, at, copy, 0, length);
    return copy;
  }

  /** Makes sure that so many bytes are there, before anything is made for them. */
  void require(int length) {
    if (length > remaining()) {
      throw Undecodable.endsEarly();
    }
  }

  void readInto(byte[] fixed) {
    int at = take(fixed.length);
    System.arraycopy(bytes, at, fixed, 0, fixed.length);
  }

  /** The number of a branch or symbol, of which there are so many. */
  int readIndex(int count) {
    int index = readInt();
    if (index < 0 || index >= count) {
      throw Undecodable.malformed("a union or enum has no such type or symbol");
    }
    return index;
  }

  private int readLength(int allowed) {
    long length = readLong();
    if (length < 0) {
      throw Undecodable.malformed("a length is negative");
    }
    if (length > allowed) {
      throw Undecodable.tooLong();
    }
    return (int) length;
  }

  /** Skips as many bytes and returns where they begin. */
  private int take(int length) {
    int at = position;
    if (length > bytes.length - at) {
      throw Undecodable.endsEarly();
    }
    position = at + length;
    return at;
  }

  void skipFixed(int length) {
    take(length);
  }

  /** Passes over a string or bytes. */
  void skipBytes() {
    long length = readLong();
    if (length < 0) {
      throw Undecodable.malformed("a length is negative");
    }
    if (length > remaining()) {
      throw length > AvroLimits.BYTES_ALLOWED ? Undecodable.tooLong() : Undecodable.endsEarly();
    }
    position += (int) length;
  }

  /**
   * Begins the next block of an array or map.
   *
   * @param before how many items the blocks before had
   * @param itemBytesMin how many bytes an item has at least
   * @return how many items follow; 0 at the end
   */
  int readBlock(int before, int itemBytesMin) {
    long items = readLong();
    if (items == 0) {
      return 0;
    }
    if (items < 0) {
      if (items == Long.MIN_VALUE || readLong() < 0) {
        throw Undecodable.malformed("a block has a negative size");
      }
      items = -items;
    }
    return checked(before, items, itemBytesMin);
  }

  /** As {@link #readBlock}, but passes over whole blocks where their writer states their size. */
  int skipBlock(int before, int itemBytesMin) {
    long items = readLong();
    while (items < 0) {
      long size = readLong();
      if (items == Long.MIN_VALUE || size < 0) {
        throw Undecodable.malformed("a block has a negative size");
      }
      if (size > remaining()) {
        throw Undecodable.endsEarly();
      }
      position += (int) size;
      items = readLong();
    }
    return items == 0 ? 0 : checked(before, items, itemBytesMin);
  }

  private int checked(int before, long items, int itemBytesMin) {
    if (items > AvroLimits.COLLECTION_ITEMS_ALLOWED - before) {
      throw Undecodable.tooLong();
    }
    if (itemBytesMin > 0) {
      if (items * itemBytesMin > remaining()) {
        throw Undecodable.endsEarly();
      }
    } else if (items > AvroLimits.EMPTY_ITEMS_ALLOWED - emptyItems) {
      throw Undecodable.tooLong();
    } else {
      emptyItems += (int) items;
    }
    return (int) items;
  }

  /** Counts parts of a record that take no bytes: an array of such records could have billions. */
  void countFreeParts(int parts) {
    freePartsLeft -= parts;
    if (freePartsLeft < 0) {
      throw Undecodable.tooLong();
    }
  }

  /** Goes one level deeper into a record that holds itself. */
  void enter() {
    if (++depth > AvroLimits.DEPTH_MAX) {
      throw Undecodable.tooDeep();
    }
  }

  void leave() {
    depth--;
  }
}
