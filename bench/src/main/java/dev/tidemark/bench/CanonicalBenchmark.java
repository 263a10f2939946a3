package dev.tidemark.bench;

import dev.tidemark.schemas.RegionRevenue;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The canonical job in each engine on the very same topics, one run after the other, and the
 * verdict on what each wrote.
 */
final class CanonicalBenchmark {
  private static final int DIFFERENCES_SHOWN_MAX = 5;

  private final CanonicalOptions options;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * Prepares.
   *
   * @param out gets one JSON object a line for each engine
   * @param err gets progress, and what is wrong
   */
  CanonicalBenchmark(CanonicalOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /** Measures; answers whether Tidemark's output, where it ran, was right in full every time. */
  boolean run() {
    try (Workplace workplace = Workplace.open();
        BenchCluster cluster = BenchCluster.start(workplace)) {
      cluster.createTopic(Topics.USERS);
      cluster.createTopic(Topics.ORDERS);
      CanonicalInput input = new CanonicalInput(options.orders(), options.users(), options.seed());
      ExpectedRevenue expected =
          new InputLoader(input, cluster.registry(), cluster.bootstrapServers()).load(err);
      Map<String, List<Figures>> runs = new LinkedHashMap<>();
      for (int run = 1; run <= options.runs(); run++) {
        for (String engine : options.engines()) {
          Figures figures = runOnce(workplace, cluster, expected, engine, run);
          runs.computeIfAbsent(engine, unused -> new ArrayList<>()).add(figures);
          report(figures);
        }
      }
      runs.values().forEach(figures -> out.println(Figures.json(figures)));
      return runs.getOrDefault(Engines.TIDEMARK, List.of()).stream()
          .allMatch(figures -> figures.check().exact());
    }
  }

  private Figures runOnce(
      Workplace workplace, BenchCluster cluster, ExpectedRevenue expected, String engine, int run) {
    String name = "bench-" + engine + "-" + run;
    EngineSettings settings =
        new EngineSettings(
            engine,
            cluster.bootstrapServers(),
            cluster.registryUrl(),
            name,
            Topics.ORDERS,
            name + "-revenue",
            workplace.folder(name + "-state").toString(),
            options.threads(),
            options.commitIntervalMs(),
            Map.of());
    cluster.createTopic(settings.outputTopic());
    cluster
        .registry()
        .register(Topics.subjectOf(settings.outputTopic()), RegionRevenue.getClassSchema());
    return new EngineRun(settings, expected, cluster, err).run(workplace, jvmOptions());
  }

  private List<String> jvmOptions() {
    List<String> jvmOptions = new ArrayList<>();
    jvmOptions.add("-Xms" + options.heap());
    jvmOptions.add("-Xmx" + options.heap());
    jvmOptions.addAll(options.jvmOptions());
    return jvmOptions;
  }

  private void report(Figures figures) {
    ResultCheck check = figures.check();
    if (check.exact()) {
      err.printf("%s: all %d results are right%n", figures.name(), check.results());
      return;
    }
    err.printf(
        "%s: %d of %d paid orders counted; %d results differ, e.g.%n",
        figures.name(), check.ordersCounted(), check.ordersExpected(), check.differences().size());
    check.differences().stream()
        .limit(DIFFERENCES_SHOWN_MAX)
        .forEach(line -> err.println("  " + line));
  }
}
