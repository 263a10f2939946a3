package dev.tidemark.testkit;

import dev.tidemark.topology.eventtime.time.InMemoryOrderedStore;
import dev.tidemark.topology.stage.StagePipeline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One partition of a stage or a table: its input, its state, and the pipeline at work. */
final class Task {

  private final Function<Task, StagePipeline> opening;
  private final Map<String, InMemoryOrderedStore> stores = new HashMap<>();
  private final Deque<StagePipeline.Input> input = new ArrayDeque<>();
  private StagePipeline pipeline;
  private long nextOffset;

  Task(Function<Task, StagePipeline> opening) {
    this.opening = opening;
    this.pipeline = opened();
  }

  InMemoryOrderedStore store(String name) {
    return stores.computeIfAbsent(name, n -> new InMemoryOrderedStore());
  }

  void append(byte @Nullable [] key, byte @Nullable [] value, long timestamp) {
    input.add(new StagePipeline.Input(nextOffset++, timestamp, key, value));
  }

  /** Processes all input and commits; whether there was any. */
  boolean work() {
    boolean worked = !input.isEmpty();
    while (!input.isEmpty()) {
      pipeline.process(input.remove());
    }
    if (worked) {
      pipeline.flush();
    }
    return worked;
  }

  /** Tries again what is due, and commits. */
  void retry(long now) {
    if (pipeline.isRetryDue(now)) {
      pipeline.retry(now);
      pipeline.flush();
    }
  }

  void becomeIdle() {
    if (!pipeline.isIdle()) {
      pipeline.becomeIdle(nextOffset);
    }
  }

  /** Restarts the task from its committed state, as another owner of the partition would. */
  void restart() {
    pipeline = opened();
  }

  private StagePipeline opened() {
    StagePipeline opened = opening.apply(this);
    opened.restore();
    return opened;
  }
}
