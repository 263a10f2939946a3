package dev.tidemark.node.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * Records of two sides, sorted on disk: by partition, key, timestamp, and the hash of the value. So
 * what the sides have under one key and timestamp lies together, equal values side by side, and
 * memory does not grow with their number. Not thread-safe.
 */
final class SortedRecords implements AutoCloseable {

  /** The run that has written a record. */
  enum Side {
    OLD,
    NEW
  }

  /** Takes what is read back. */
  interface Reader {
    /**
     * One record.
     *
     * @param group equal for all records of one partition, key and timestamp
     * @param hash of the value
     */
    void take(byte[] group, byte[] hash, Side side, OutputRecord read);
  }

  private static final int HASH_BYTES = 32;
  private static final int TAIL_BYTES = HASH_BYTES + 1 + Long.BYTES;
  private static final long WRITE_BUFFER_BYTES = 8L << 20;
  private static final long CACHE_BYTES = 8L << 20;

  private final Path folder;
  private final LRUCache cache;
  private final Options options;
  private final WriteOptions writes;
  private final RocksDB store;
  private final MessageDigest sha256 = ContentDigest.sha256();
  private long sequence;

  /**
   * Makes an empty one.
   *
   * @param parent where to make a folder, which goes with {@link #close}
   */
  SortedRecords(Path parent) {
    RocksDB.loadLibrary();
    try {
      Files.createDirectories(parent);
      folder = Files.createTempDirectory(parent, "comparison-");
    } catch (IOException e) {
      throw new UncheckedIOException("a folder for the comparison can't be made in " + parent, e);
    }
    cache = new LRUCache(CACHE_BYTES);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(2)
            .setMaxOpenFiles(64)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setCacheIndexAndFilterBlocks(true));
    writes = new WriteOptions().setDisableWAL(true);
    try {
      store = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** Adds a record of one side. */
  void add(Side side, OutputRecord added) {
    byte[] value = withMark(added.value());
    byte[] group = group(added);
    byte[] key =
        ByteBuffer.allocate(group.length + TAIL_BYTES)
            .put(group)
            .put(sha256.digest(value))
            .put((byte) side.ordinal())
            .putLong(sequence++)
            .array();
    try {
      store.put(writes, key, value);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** Reads all back, in the order of partition, key, timestamp, hash and side. */
  void read(Reader reader) {
    try (RocksIterator entries = store.newIterator()) {
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        byte[] key = entries.key();
        int groupEnd = key.length - TAIL_BYTES;
        byte[] group = Arrays.copyOf(key, groupEnd);
        byte[] hash = Arrays.copyOfRange(key, groupEnd, groupEnd + HASH_BYTES);
        Side side = Side.values()[key[groupEnd + HASH_BYTES]];
        reader.take(group, hash, side, toRecord(group, entries.value()));
      }
      entries.status();
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    store.close();
    writes.close();
    options.close();
    cache.close();
    remove(folder);
  }

  /** The length of a key comes before its bytes; timestamps are never negative. */
  private static byte[] group(OutputRecord of) {
    byte[] key = withMark(of.key());
    return ByteBuffer.allocate(2 * Integer.BYTES + key.length + Long.BYTES)
        .putInt(of.partition())
        .putInt(key.length)
        .put(key)
        .putLong(of.timestamp())
        .array();
  }

  private static OutputRecord toRecord(byte[] group, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(group);
    int partition = in.getInt();
    byte[] key = new byte[in.getInt()];
    in.get(key);
    return new OutputRecord(partition, withoutMark(key), in.getLong(), withoutMark(value));
  }

  /** Prefixes bytes with a mark, so that null and empty differ. */
  private static byte[] withMark(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new byte[0];
    }
    return ByteBuffer.allocate(1 + bytes.length).put((byte) 1).put(bytes).array();
  }

  private static byte @Nullable [] withoutMark(byte[] marked) {
    return marked.length == 0 ? null : Arrays.copyOfRange(marked, 1, marked.length);
  }

  private static UncheckedIOException failed(RocksDBException e) {
    return new UncheckedIOException(new IOException("the records can't be sorted on disk", e));
  }

  private static void remove(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e)
                throws IOException {
              Files.deleteIfExists(left);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("'" + folder + "' can't be removed", e);
    }
  }
}
