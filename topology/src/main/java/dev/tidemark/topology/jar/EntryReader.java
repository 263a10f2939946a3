package dev.tidemark.topology.jar;

import static dev.tidemark.topology.jar.ZipBytes.u16;
import static dev.tidemark.topology.jar.ZipBytes.u32;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks entries to nowhere, to see what they really are: the local header must say what the
 * directory says, and the bytes must be as many as both say, with their checksum. Memory is bounded
 * whatever the sizes are. Used by one thread; to be closed.
 */
final class EntryReader implements AutoCloseable {

  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
  private static final int SIZES_FOLLOW = 1 << 3;
  private static final int CHUNK = 64 << 10;

  private final ZipBytes bytes;
  private final Inflater inflater = new Inflater(true);
  private final byte[] unpacked = new byte[CHUNK];

  EntryReader(ZipBytes bytes) {
    this.bytes = bytes;
  }

  /** Watches over an entry as it is unpacked. */
  interface Watch {
    /**
     * So many bytes were unpacked of so many, since the entry began. What it throws ends the
     * reading.
     */
    void progress(long unpackedBytes, long packedBytes);
  }

  /**
   * Unpacks an entry.
   *
   * @param keep how many of its first bytes to return
   * @return those bytes, fewer if it has no more
   * @throws ZipException when it is not what it claims to be
   */
  byte[] read(PackedEntry entry, int keep, Watch watch) throws IOException {
    long start = dataOf(entry);
    Content content = new Content(keep);
    if (entry.method() == STORED) {
      stored(entry, start, content, watch);
    } else {
      inflated(entry, start, content, watch);
    }
    if (content.count != entry.unpacked() || content.crc.getValue() != entry.crc()) {
      throw lies(entry, "its content is not what the directory says");
    }
    return content.kept.toByteArray();
  }

  /** Where the bytes behind the local header of an entry end. */
  long endOf(PackedEntry entry) throws IOException {
    return dataOf(entry) + entry.packed();
  }

  @Override
  public void close() {
    inflater.end();
  }

  private long dataOf(PackedEntry entry) throws IOException {
    ByteBuffer local = bytes.read(entry.header(), LOCAL_BYTES);
    int nameLength = u16(local, 26);
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    if (local.getInt(0) != LOCAL_SIGNATURE || nameLength != name.length) {
      throw lies(entry, "its local header has another name");
    }
    if (!bytes.read(entry.header() + LOCAL_BYTES, nameLength).equals(ByteBuffer.wrap(name))) {
      throw lies(entry, "its local header has another name");
    }
    int flags = u16(local, 6);
    if (((flags | entry.flags()) & ENCRYPTED) != 0) {
      throw lies(entry, "it is encrypted");
    }
    boolean sizesFollow = (flags & SIZES_FOLLOW) != 0;
    if (u16(local, 8) != entry.method()
        || sizesFollow != ((entry.flags() & SIZES_FOLLOW) != 0)
        || (!sizesFollow && !hasSizesOf(entry, local))) {
      throw lies(entry, "its local header contradicts the directory");
    }
    if (entry.method() != DEFLATED
        && (entry.method() != STORED || entry.packed() != entry.unpacked())) {
      throw lies(entry, "it is packed in a way that jars are not");
    }
    return entry.header() + LOCAL_BYTES + nameLength + u16(local, 28);
  }

  private static boolean hasSizesOf(PackedEntry entry, ByteBuffer local) {
    return u32(local, 14) == entry.crc()
        && u32(local, 18) == entry.packed()
        && u32(local, 22) == entry.unpacked();
  }

  private void stored(PackedEntry entry, long start, Content content, Watch watch)
      throws IOException {
    for (long done = 0; done < entry.packed(); done = content.count) {
      int length = (int) Math.min(CHUNK, entry.packed() - done);
      ByteBuffer chunk = bytes.read(start + done, length);
      content.add(chunk.array(), length);
      watch.progress(content.count, content.count);
    }
  }

  private void inflated(PackedEntry entry, long start, Content content, Watch watch)
      throws IOException {
    inflater.reset();
    long fed = 0;
    while (!inflater.finished()) {
      int count = inflate(entry);
      content.add(unpacked, count);
      watch.progress(content.count, Math.max(1, inflater.getBytesRead()));
      // with all input taken in, there may still be output to come
      if (count == 0 && !inflater.finished() && inflater.needsInput()) {
        int length = (int) Math.min(CHUNK, entry.packed() - fed);
        if (length == 0) {
          throw lies(entry, "its content ends too early");
        }
        inflater.setInput(bytes.read(start + fed, length));
        fed += length;
      }
    }
    if (inflater.getBytesRead() != entry.packed()) {
      throw lies(entry, "there is something behind its content");
    }
  }

  private int inflate(PackedEntry entry) throws ZipException {
    try {
      int count = inflater.inflate(unpacked);
      if (inflater.needsDictionary()) {
        throw lies(entry, "its content can't be unpacked");
      }
      return count;
    } catch (DataFormatException e) {
      throw lies(entry, "its content can't be unpacked");
    }
  }

  private static ZipException lies(PackedEntry entry, String what) {
    return new ZipException("entry " + EntryNames.shown(entry.name()) + ": " + what);
  }

  /** What has been unpacked: its checksum, its length, its beginning. */
  private static final class Content {
    private final CRC32 crc = new CRC32();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int keep;
    private long count;

    private Content(int keep) {
      this.keep = keep;
    }

    private void add(byte[] chunk, int length) {
      crc.update(chunk, 0, length);
      count += length;
      kept.write(chunk, 0, Math.min(length, keep - kept.size()));
    }
  }
}
