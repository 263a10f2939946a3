package dev.tidemark.runtime.streams;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.TaskId;

/**
 * Lets the processors of one task share their tables: whichever is initialised first opens the
 * cache.
 */
final class TableCaches {

  private final ConcurrentMap<Key, TableCache> caches = new ConcurrentHashMap<>();

  TableCache open(TaskId task, String table, Supplier<TableCache> opening) {
    return caches.computeIfAbsent(new Key(task, table), key -> opening.get());
  }

  /** To be called by every processor of a task when it is closed: the stores behind are gone. */
  void close(TaskId task) {
    caches.keySet().removeIf(key -> key.task.equals(task));
  }

  private record Key(TaskId task, String table) {}
}
