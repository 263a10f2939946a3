package dev.tidemark.topology.jar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.ZipException;

/** A file as little-endian numbers at offsets. Used by one thread. */
final class ZipBytes {
  private final FileChannel file;
  private final long size;

  ZipBytes(FileChannel file) throws IOException {
    this.file = file;
    this.size = file.size();
  }

  long size() {
    return size;
  }

  /** Exactly so many bytes. */
  ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    if (offset < 0 || offset > size - length) {
      throw new ZipException("it points behind its end");
    }
    while (bytes.hasRemaining()) {
      if (file.read(bytes, offset + bytes.position()) < 0) {
        throw new ZipException("it ends too early");
      }
    }
    return bytes.flip();
  }

  static int u16(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xFFFF;
  }

  static long u32(ByteBuffer bytes, int at) {
    return bytes.getInt(at) & 0xFFFFFFFFL;
  }
}
