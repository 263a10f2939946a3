package dev.tidemark.runtime.base;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one bound on write buffers for all stores of the JVM, so that memory does not
 * grow with them.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

  private static final long TOTAL_BYTES = 128L * 1024 * 1024;
  private static final long WRITE_BUFFER_BYTES = 48L * 1024 * 1024;
  private static final long ONE_WRITE_BUFFER_BYTES = 8L * 1024 * 1024;

  static {
    RocksDB.loadLibrary();
  }

  private static final Cache CACHE = new LRUCache(TOTAL_BYTES);
  private static final WriteBufferManager WRITE_BUFFERS =
      new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
      table.setBlockCache(CACHE);
      table.setCacheIndexAndFilterBlocks(true);
      options.setTableFormatConfig(table);
    }
    options.setWriteBufferManager(WRITE_BUFFERS);
    options.setWriteBufferSize(ONE_WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String storeName, Options options) {
    // cache and buffers belong to the JVM, not to a store
  }
}
