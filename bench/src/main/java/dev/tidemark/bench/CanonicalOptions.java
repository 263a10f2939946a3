package dev.tidemark.bench;

import java.util.List;

/**
 * The options of a measurement.
 *
 * @param orders how many orders, 1 or more
 * @param engines in this order, no name twice
 * @param users how many users, {@value CanonicalInput#PARTITIONS} to {@value #USERS_MAX}
 * @param seed of the input
 * @param threads stream threads of each engine, 1 or more
 * @param commitIntervalMs how often results are committed, 1 or more
 * @param runs how often each engine runs, 1 or more
 * @param heap of each engine's JVM, as in {@code -Xmx}
 * @param jvmOptions further options for the engines' JVMs
 */
record CanonicalOptions(
    long orders,
    List<String> engines,
    int users,
    long seed,
    int threads,
    long commitIntervalMs,
    int runs,
    String heap,
    List<String> jvmOptions) {
  static final int USERS_MAX = 1_000_000;

  private static final String ENGINES_EXPECTED = String.join(" or ", Engines.ALL);

  CanonicalOptions {
    require(orders >= 1, "--orders", orders, "1 or more");
    require(
        users >= CanonicalInput.PARTITIONS && users <= USERS_MAX,
        "--users",
        users,
        CanonicalInput.PARTITIONS + " to " + USERS_MAX);
    require(threads >= 1, "--threads", threads, "1 or more");
    require(commitIntervalMs >= 1, "--commit-interval-ms", commitIntervalMs, "1 or more");
    require(runs >= 1, "--runs", runs, "1 or more");
    require(heap.matches("[1-9][0-9]*[mgMG]"), "--heap", heap, "a size such as 512m or 1g");
    require(!engines.isEmpty(), "--engines", engines, ENGINES_EXPECTED);
    for (String engine : engines) {
      require(Engines.ALL.contains(engine), "--engines", engine, ENGINES_EXPECTED);
    }
    require(
        engines.stream().distinct().count() == engines.size(),
        "--engines",
        engines,
        "each engine once");
    engines = List.copyOf(engines);
    jvmOptions = List.copyOf(jvmOptions);
  }

  private static void require(boolean holds, String option, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s can't be %s; give %s".formatted(option, value, expected));
    }
  }
}
