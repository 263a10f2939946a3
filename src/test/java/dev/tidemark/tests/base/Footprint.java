package dev.tidemark.tests.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process and its surroundings take at one moment, as Linux tells it.
 *
 * @param threads of the process
 * @param files that the process holds open, by what they are: paths, and kinds of all else
 * @param children how many processes it has started that still run
 * @param paths below some folders
 */
public record Footprint(int threads, Map<String, Long> files, long children, Set<String> paths) {

  /**
   * Looks.
   *
   * @param folders whose files count
   */
  public static Footprint of(long pid, Path... folders) {
    Set<String> paths = new TreeSet<>();
    for (Path folder : folders) {
      paths.addAll(below(folder));
    }
    return new Footprint(
        Integer.parseInt(status(pid, "Threads")),
        openFiles(pid),
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).count(),
        paths);
  }

  /** The resident memory of a process in MiB. */
  public static long residentMb(long pid) {
    return Long.parseLong(status(pid, "VmRSS").split(" ", 2)[0]) / 1_024;
  }

  /** The processor time that a process has taken so far. */
  public static long cpuMs(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow()
        .toMillis();
  }

  public int openFiles() {
    return files.values().stream().mapToInt(Long::intValue).sum();
  }

  private static String status(long pid, String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " can't be looked at", e);
    }
  }

  private static Map<String, Long> openFiles(long pid) {
    try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return links
          .map(Footprint::target)
          .collect(Collectors.groupingBy(target -> target, Collectors.counting()));
    } catch (IOException e) {
      throw new UncheckedIOException("the files of process " + pid + " can't be listed", e);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString().replaceFirst(":\\[\\d+]$", "");
    } catch (IOException e) {
      return "gone"; // closed since it was listed
    }
  }

  private static Set<String> below(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalStateException("the files below " + folder + " change: " + e, e);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d threads, %d open files, %d children, %d paths",
        threads,
        openFiles(),
        children,
        paths.size());
  }
}
