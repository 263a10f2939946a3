package dev.tidemark.cli.local;

import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.JobProgress.SourcePartition;
import dev.tidemark.topology.progress.JobProgress.WindowState;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The ledger of a job in one line: the sums over its source partitions and windows. Tables are left
 * out: they are state, not events.
 *
 * @param balanced whether every element that was read is accounted for, in each partition
 * @param idle whether everything that was there is read, and every window that it completes is
 *     written
 */
public record ProgressTotals(
    long read,
    long expanded,
    long filtered,
    long late,
    long deadLetters,
    long counted,
    long written,
    long failed,
    long open,
    boolean balanced,
    boolean idle) {

  public static ProgressTotals of(JobProgress progress, PhysicalPlan plan) {
    Set<String> tables =
        plan.tables().stream().map(table -> table.topic()).collect(Collectors.toSet());
    List<SourcePartition> sources =
        progress.sources().stream().filter(source -> !tables.contains(source.topic())).toList();
    List<WindowState> windows = progress.windows();
    return new ProgressTotals(
        sum(sources, SourcePartition::read),
        sum(sources, SourcePartition::expanded),
        sum(sources, SourcePartition::filtered),
        sum(sources, SourcePartition::late),
        sum(sources, SourcePartition::deadLettered),
        sum(sources, SourcePartition::counted),
        sum(windows, WindowState::written),
        sum(windows, WindowState::failed),
        sum(windows, WindowState::open),
        sources.stream().allMatch(SourcePartition::balanced),
        !sources.isEmpty()
            && sources.stream().allMatch(SourcePartition::idle)
            && windows.stream().allMatch(WindowState::allIdle));
  }

  /** For people. */
  public String line() {
    return "read %,d, counted %,d, filtered %,d, late %,d, dead letters %,d, windows written %,d, open %,d"
        .formatted(read, counted, filtered, late, deadLetters, written, open);
  }

  private static <T> long sum(List<T> list, ToLongFunction<T> number) {
    return list.stream().mapToLong(number).sum();
  }
}
