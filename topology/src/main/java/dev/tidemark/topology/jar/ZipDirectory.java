package dev.tidemark.topology.jar;

import static dev.tidemark.topology.jar.ZipBytes.u16;
import static dev.tidemark.topology.jar.ZipBytes.u32;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Reads the central directory of a jar, which is what a class loader goes by, and which the JDK
 * does not show in full. Stricter than the JDK wherever a file could be read in two ways: nothing
 * before the first entry, nothing between directory and end, one end, no second disk, no zip64
 * (which nothing of this size needs). See PKWARE's APPNOTE, 4.3.
 */
final class ZipDirectory {

  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int LOCAL_BYTES = 30;
  private static final int ENTRY_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int COMMENT_BYTES_MAX = 0xFFFF;
  private static final int ZIP64_LOCATOR_BYTES = 20;
  private static final int ZIP64_EXTRA = 1;
  private static final long SEE_ZIP64 = 0xFFFFFFFFL;

  /** Entries of a thousand bytes each would not be a jar. */
  private static final int DIRECTORY_BYTES_MAX = 16 << 20;

  private final ZipBytes bytes;

  ZipDirectory(ZipBytes bytes) {
    this.bytes = bytes;
  }

  /** A limit of the directory is exceeded. */
  static final class TooLarge extends ZipException {
    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message);
    }
  }

  /**
   * All entries, in the directory's order.
   *
   * @throws TooLarge when there are more than {@code entriesMax}
   * @throws ZipException when this is not a jar, or not one that all read alike
   */
  List<PackedEntry> entries(int entriesMax) throws IOException {
    if (bytes.size() < END_BYTES || bytes.read(0, 4).getInt(0) != LOCAL_SIGNATURE) {
      throw new ZipException("it does not start with an entry");
    }
    long end = end();
    ByteBuffer tail = bytes.read(end, END_BYTES);
    int count = u16(tail, 10);
    long length = u32(tail, 12);
    long start = u32(tail, 16);
    requireNoZip64(end, count, length, start);
    if (u16(tail, 4) != 0 || u16(tail, 6) != 0 || u16(tail, 8) != count) {
      throw new ZipException("it is one of several disks");
    }
    if (start + length != end) {
      throw new ZipException("its directory is not where it says");
    }
    if (count > entriesMax) {
      throw new TooLarge("has more than %,d entries".formatted(entriesMax));
    }
    if (length > DIRECTORY_BYTES_MAX) {
      throw new TooLarge("has a directory of more than %,d bytes".formatted(DIRECTORY_BYTES_MAX));
    }
    return entries(bytes.read(start, (int) length), count, start);
  }

  /**
   * Where the end record starts: the last one in the file, as the JDK finds it, and its comment
   * must reach the end of the file.
   */
  private long end() throws IOException {
    int length = (int) Math.min(bytes.size(), END_BYTES + COMMENT_BYTES_MAX);
    long from = bytes.size() - length;
    ByteBuffer tail = bytes.read(from, length);
    for (int at = length - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE) {
        if (at + END_BYTES + u16(tail, at + 20) != length) {
          throw new ZipException("there is something behind its end");
        }
        return from + at;
      }
    }
    throw new ZipException("it has no directory");
  }

  private void requireNoZip64(long end, int count, long length, long start) throws IOException {
    boolean located =
        end >= ZIP64_LOCATOR_BYTES
            && bytes.read(end - ZIP64_LOCATOR_BYTES, 4).getInt(0) == ZIP64_LOCATOR_SIGNATURE;
    if (located || count == COMMENT_BYTES_MAX || length == SEE_ZIP64 || start == SEE_ZIP64) {
      throw zip64();
    }
  }

  private static List<PackedEntry> entries(ByteBuffer directory, int count, long start)
      throws IOException {
    List<PackedEntry> entries = new ArrayList<>();
    while (directory.remaining() > 0) {
      if (directory.remaining() < ENTRY_BYTES) {
        throw new ZipException("its directory ends too early");
      }
      ByteBuffer entry = directory.slice().order(ByteOrder.LITTLE_ENDIAN);
      int variable = u16(entry, 28) + u16(entry, 30) + u16(entry, 32);
      if (entry.getInt(0) != ENTRY_SIGNATURE || entry.remaining() < ENTRY_BYTES + variable) {
        throw new ZipException("its directory is broken at entry " + (entries.size() + 1));
      }
      entries.add(entry(entry, start));
      directory.position(directory.position() + ENTRY_BYTES + variable);
    }
    if (entries.size() != count) {
      throw new ZipException(
          "it has %,d entries where it says %,d".formatted(entries.size(), count));
    }
    return entries;
  }

  private static PackedEntry entry(ByteBuffer entry, long directoryStart) throws ZipException {
    long packed = u32(entry, 20);
    long unpacked = u32(entry, 24);
    long header = u32(entry, 42);
    int nameLength = u16(entry, 28);
    if (packed == SEE_ZIP64 || unpacked == SEE_ZIP64 || header == SEE_ZIP64) {
      throw zip64();
    }
    requireNoZip64(entry.slice(ENTRY_BYTES + nameLength, u16(entry, 30)));
    if (u16(entry, 34) != 0 || header + LOCAL_BYTES + nameLength + packed > directoryStart) {
      throw new ZipException("an entry is not where its directory says");
    }
    return new PackedEntry(
        name(entry.slice(ENTRY_BYTES, nameLength)),
        u16(entry, 40),
        u16(entry, 8),
        u16(entry, 10),
        u32(entry, 16),
        packed,
        unpacked,
        header);
  }

  private static void requireNoZip64(ByteBuffer extras) throws ZipException {
    extras.order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at + 4 <= extras.limit()) {
      if (u16(extras, at) == ZIP64_EXTRA) {
        throw zip64();
      }
      at += 4 + u16(extras, at + 2);
    }
  }

  /** The JDK takes all names for UTF-8, whatever the entry's flag says. */
  private static String name(ByteBuffer bytes) throws ZipException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new ZipException("the name of an entry is not UTF-8");
    }
  }

  private static ZipException zip64() {
    return new ZipException("it is a zip64 file, which nothing of this size needs to be");
  }
}
