package dev.tidemark.node.jobs;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The choice of the nodes that run a worker of a job: rendezvous hashing (Thaler and Ravishankar,
 * 1998). Each node computes it by itself from the live nodes; when one comes or goes, the choice
 * changes for no more than the place that was freed or taken.
 */
public final class Placement {

  private Placement() {}

  /**
   * The nodes that should run a worker.
   *
   * @param workers how many at most; 0 for all
   * @param live the ids of the live nodes
   */
  public static SortedSet<String> nodes(String job, int workers, Collection<String> live) {
    if (workers <= 0 || workers >= live.size()) {
      return new TreeSet<>(live);
    }
    SortedSet<String> chosen = new TreeSet<>();
    live.stream()
        .sorted(
            Comparator.<String>comparingLong(node -> weight(job, node))
                .thenComparing(Comparator.naturalOrder()))
        .limit(workers)
        .forEach(chosen::add);
    return chosen;
  }

  /** FNV-1a over both names, then mixed so that names with a common end differ in all bits. */
  private static long weight(String job, String node) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : (job + '/' + node).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ each) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}
