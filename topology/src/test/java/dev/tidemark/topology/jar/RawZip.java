package dev.tidemark.topology.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip files that may lie wherever a zip file can. */
final class RawZip {
  private final List<Entry> entries = new ArrayList<>();
  byte[] prefix = {};
  byte[] suffix = {};
  byte[] comment = {};
  byte[] beforeEnd = {};
  int disk;
  int moreEntries;
  long moreOffset;

  /** An entry as the local header and the directory state it; both start out honest. */
  static final class Entry {
    final byte[] data;
    final long crc;
    final long size;
    byte[] localName;
    byte[] name;
    int localMethod;
    int method;
    int flags;
    int localFlags;
    long localSize;
    long statedSize;
    long statedPacked;
    long statedCrc;
    int mode;
    byte[] extra = {};
    byte[] entryComment = {};
    long moreOffset;

    private Entry(String name, byte[] data, int method, long size, long crc) {
      this.data = data;
      this.size = size;
      this.crc = crc;
      this.name = name.getBytes(StandardCharsets.UTF_8);
      this.localName = this.name;
      this.method = method;
      this.localMethod = method;
      this.localSize = size;
      this.statedSize = size;
      this.statedPacked = data.length;
      this.statedCrc = crc;
    }
  }

  /** Adds an honest stored entry, then changes it. */
  RawZip stored(String name, byte[] content, Consumer<Entry> change) {
    return add(new Entry(name, content, 0, content.length, crc(content)), change);
  }

  /** Adds an honest deflated entry, then changes it. */
  RawZip deflated(String name, byte[] content, Consumer<Entry> change) {
    return add(new Entry(name, deflate(content), 8, content.length, crc(content)), change);
  }

  RawZip file(String name) {
    return deflated(name, "content".getBytes(StandardCharsets.UTF_8), entry -> {});
  }

  /** Adds so many MiB of zeros, packed a thousand times smaller; quick and small in memory. */
  RawZip zeros(String name, int mebibytes) {
    byte[] zeros = new byte[1 << 20];
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(zeros);
    byte[] block = new byte[1 << 16];
    int length = deflater.deflate(block, 0, block.length, Deflater.FULL_FLUSH);
    deflater.end();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    CRC32 crc = new CRC32();
    for (int i = 0; i < mebibytes; i++) {
      data.write(block, 0, length);
      crc.update(zeros);
    }
    data.write(3);
    data.write(0);
    long size = (long) mebibytes << 20;
    return add(new Entry(name, data.toByteArray(), 8, size, crc.getValue()), entry -> {});
  }

  List<Entry> entries() {
    return entries;
  }

  RawZip with(Consumer<RawZip> change) {
    change.accept(this);
    return this;
  }

  Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    zip.writeBytes(prefix);
    List<Long> offsets = new ArrayList<>();
    for (Entry entry : entries) {
      offsets.add((long) zip.size());
      zip.writeBytes(local(entry));
      zip.writeBytes(entry.data);
    }
    long start = zip.size();
    for (int i = 0; i < entries.size(); i++) {
      zip.writeBytes(central(entries.get(i), offsets.get(i)));
    }
    long length = zip.size() - start;
    zip.writeBytes(beforeEnd);
    zip.writeBytes(end(entries.size() + moreEntries, length, start + moreOffset));
    zip.writeBytes(suffix);
    return zip.toByteArray();
  }

  private RawZip add(Entry entry, Consumer<Entry> change) {
    change.accept(entry);
    entries.add(entry);
    return this;
  }

  private static byte[] local(Entry entry) {
    return buffer(30 + entry.localName.length)
        .putInt(0x04034b50)
        .putShort((short) 20)
        .putShort((short) entry.localFlags)
        .putShort((short) entry.localMethod)
        .putInt(0)
        .putInt((int) entry.crc)
        .putInt(entry.data.length)
        .putInt((int) entry.localSize)
        .putShort((short) entry.localName.length)
        .putShort((short) 0)
        .put(entry.localName)
        .array();
  }

  private static byte[] central(Entry entry, long offset) {
    return buffer(46 + entry.name.length + entry.extra.length + entry.entryComment.length)
        .putInt(0x02014b50)
        .putShort((short) (3 << 8 | 20))
        .putShort((short) 20)
        .putShort((short) entry.flags)
        .putShort((short) entry.method)
        .putInt(0)
        .putInt((int) entry.statedCrc)
        .putInt((int) entry.statedPacked)
        .putInt((int) entry.statedSize)
        .putShort((short) entry.name.length)
        .putShort((short) entry.extra.length)
        .putShort((short) entry.entryComment.length)
        .putInt(0)
        .putInt(entry.mode << 16)
        .putInt((int) (offset + entry.moreOffset))
        .put(entry.name)
        .put(entry.extra)
        .put(entry.entryComment)
        .array();
  }

  private byte[] end(int count, long length, long start) {
    return buffer(22 + comment.length)
        .putInt(0x06054b50)
        .putShort((short) disk)
        .putShort((short) disk)
        .putShort((short) count)
        .putShort((short) count)
        .putInt((int) length)
        .putInt((int) start)
        .putShort((short) comment.length)
        .put(comment)
        .array();
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(content);
    deflater.finish();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    byte[] chunk = new byte[1 << 16];
    while (!deflater.finished()) {
      data.write(chunk, 0, deflater.deflate(chunk));
    }
    deflater.end();
    return data.toByteArray();
  }
}
