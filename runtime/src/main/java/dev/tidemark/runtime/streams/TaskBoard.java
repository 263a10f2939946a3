package dev.tidemark.runtime.streams;

import dev.tidemark.runtime.base.TaskStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.TaskId;

/**
 * The tasks that are here, and their states. Kafka Streams' own metadata is as of the last moment
 * at which all tasks of a thread ran, so it does not change while state is restored; this receives
 * the assignment from the consumers, the running tasks from the processors, and the rest of the
 * state from the restore listener. Thread-safe; updates and queries are both cheap.
 */
public final class TaskBoard implements StateRestoreListener, StandbyUpdateListener {

  private static final Comparator<TaskId> BY_NUMBER =
      Comparator.comparingInt(TaskId::subtopology).thenComparingInt(TaskId::partition);

  private final ConcurrentMap<Object, Set<TopicPartition>> assigned = new ConcurrentHashMap<>();
  private final Set<TaskId> running = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<TopicPartition, Remaining> restoring = new ConcurrentHashMap<>();
  private final ConcurrentMap<TopicPartition, Remaining> standbys = new ConcurrentHashMap<>();
  private volatile SubTopologies parts = new SubTopologies(List.of());

  /** Sets how tasks follow from topics and stores; once, before the run starts. */
  public void know(SubTopologies all) {
    parts = all;
  }

  /** Of one changelog partition. */
  private record Remaining(String store, long position, long end) {
    long records() {
      return Math.max(0, end - position);
    }
  }

  /** Receives the assignment of a consumer; empty when it is closed. */
  void assigned(Object consumer, Set<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      assigned.remove(consumer);
    } else {
      assigned.put(consumer, Set.copyOf(partitions));
    }
  }

  /** Notes that a task has its state and begins to process. */
  void started(TaskId task) {
    running.add(task);
  }

  /** Notes that a task is suspended or closed. */
  void stopped(TaskId task) {
    running.remove(task);
  }

  /** Returns whether a task is here that does not process yet. */
  public boolean isRestoring() {
    return !restoring.isEmpty() || !running.containsAll(partitionsByTask().keySet());
  }

  /** Returns the tasks that are here, by number, standbys last. */
  public List<TaskStatus> tasks() {
    List<TaskStatus> tasks = new ArrayList<>();
    Map<TaskId, Long> left = byTask(restoring);
    partitionsByTask()
        .forEach(
            (task, partitions) ->
                tasks.add(
                    new TaskStatus(
                        task.toString(),
                        partitions,
                        running.contains(task)
                            ? TaskStatus.State.RUNNING
                            : TaskStatus.State.RESTORING,
                        left.getOrDefault(task, 0L))));
    byTask(standbys)
        .forEach(
            (task, behind) ->
                tasks.add(
                    new TaskStatus(task.toString(), List.of(), TaskStatus.State.STANDBY, behind)));
    return tasks;
  }

  /** Returns the partitions of a store that are here, and whether their tasks process. */
  public Map<Integer, Boolean> partitionsOf(String store) {
    Map<Integer, Boolean> found = new TreeMap<>();
    for (TaskId task : partitionsByTask().keySet()) {
      if (parts.holder(store, task.partition()).filter(task::equals).isPresent()) {
        found.put(task.partition(), running.contains(task));
      }
    }
    return found;
  }

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
    restoring.put(changelog, new Remaining(store, start, end));
  }

  @Override
  public void onBatchRestored(TopicPartition changelog, String store, long batchEnd, long count) {
    restoring.computeIfPresent(
        changelog, (key, left) -> new Remaining(store, batchEnd + 1, left.end));
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long total) {
    restoring.remove(changelog);
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long total) {
    restoring.remove(changelog);
  }

  @Override
  public void onUpdateStart(TopicPartition changelog, String store, long start) {
    standbys.put(changelog, new Remaining(store, start, start));
  }

  @Override
  public void onBatchLoaded(
      TopicPartition changelog, String store, TaskId task, long batchEnd, long count, long end) {
    standbys.put(changelog, new Remaining(store, batchEnd + 1, end));
  }

  @Override
  public void onUpdateSuspended(
      TopicPartition changelog, String store, long position, long end, SuspendReason reason) {
    standbys.remove(changelog);
  }

  private Map<TaskId, List<String>> partitionsByTask() {
    Map<TaskId, List<String>> tasks = new TreeMap<>(BY_NUMBER);
    assigned.values().stream()
        .flatMap(Set::stream)
        .sorted(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
        .forEach(
            partition ->
                parts
                    .reader(partition.topic(), partition.partition())
                    .ifPresent(
                        task ->
                            tasks
                                .computeIfAbsent(task, none -> new ArrayList<>())
                                .add(partition.toString())));
    return tasks;
  }

  private Map<TaskId, Long> byTask(Map<TopicPartition, Remaining> changelogs) {
    Map<TaskId, Long> tasks = new TreeMap<>(BY_NUMBER);
    changelogs.forEach(
        (changelog, left) ->
            parts
                .holder(left.store, changelog.partition())
                .ifPresent(task -> tasks.merge(task, left.records(), Long::sum)));
    return tasks;
  }
}
