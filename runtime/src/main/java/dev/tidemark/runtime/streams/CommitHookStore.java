package dev.tidemark.runtime.streams;

import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs a callback inside each commit, before its transaction is closed, so that what is pending on
 * the heap is sent and stored together with the offsets that it belongs to.
 *
 * <p>This is the one class that relies on internals of Kafka Streams: before a task commits, {@code
 * ProcessorStateManager.flushCache} (4.3.1) calls {@link #flushCache} on every registered store
 * that is a {@link CachedStateStore}. The store itself holds nothing. {@code CommitHookStoreIT}
 * fails when an upgrade changes this.
 */
final class CommitHookStore implements StateStore, CachedStateStore<byte[], byte[]> {

  private final String name;
  private boolean open;
  private @Nullable Runnable callback;
  private @Nullable InternalProcessorContext<?, ?> context;
  private @Nullable ProcessorNode<?, ?, ?, ?> node;

  private CommitHookStore(String name) {
    this.name = name;
  }

  static StoreBuilder<CommitHookStore> builder(String name) {
    return new Builder(name);
  }

  /**
   * Registers the callback; to be called from a processor's init, whose forwards the callback may
   * use.
   */
  void onCommit(ProcessorContext<?, ?> processorContext, Runnable newCallback) {
    InternalProcessorContext<?, ?> internal = (InternalProcessorContext<?, ?>) processorContext;
    context = internal;
    node = internal.currentNode();
    callback = newCallback;
  }

  @Override
  public void flushCache() {
    InternalProcessorContext<?, ?> current = context;
    Runnable flush = callback;
    if (current == null || flush == null) {
      return;
    }
    ProcessorNode<?, ?, ?, ?> previousNode = current.currentNode();
    ProcessorRecordContext previousRecord = current.recordContext();
    current.setCurrentNode(node);
    current.setRecordContext(
        new ProcessorRecordContext(
            current.currentSystemTimeMs(), -1L, -1, null, new RecordHeaders()));
    try {
      flush.run();
    } finally {
      current.setCurrentNode(previousNode);
      current.setRecordContext(previousRecord);
    }
  }

  @Override
  public void clearCache() {}

  @Override
  public boolean setFlushListener(
      CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext stateStoreContext, StateStore root) {
    stateStoreContext.register(root, (key, value) -> {});
    open = true;
  }

  @Override
  public void close() {
    open = false;
    callback = null;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private record Builder(String name) implements StoreBuilder<CommitHookStore> {
    @Override
    public StoreBuilder<CommitHookStore> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<CommitHookStore> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<CommitHookStore> withLoggingEnabled(Map<String, String> config) {
      return this;
    }

    @Override
    public StoreBuilder<CommitHookStore> withLoggingDisabled() {
      return this;
    }

    @Override
    public CommitHookStore build() {
      return new CommitHookStore(name);
    }

    @Override
    public Map<String, String> logConfig() {
      return Map.of();
    }

    @Override
    public boolean loggingEnabled() {
      return false;
    }
  }
}
