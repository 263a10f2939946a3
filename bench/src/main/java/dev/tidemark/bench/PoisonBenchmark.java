package dev.tidemark.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.schemas.RegionRevenue;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cost of records that can't be read, or make a function throw: the canonical job on the same
 * orders without and with them, in turns, and the verdict on results and dead letters.
 */
final class PoisonBenchmark {
  private static final String CLEAN = "clean";
  private static final String POISONED = "poisoned";
  private static final int USERS = 100_000;
  private static final double SLOWER_MAX = 0.2;
  private static final JsonMapper JSON = new JsonMapper();

  private final Options options;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * The options of a measurement.
   *
   * @param orders good ones
   * @param every one bad record behind each so many orders of a partition
   * @param throwing whether the bad ones can be read, and make a function throw
   * @param retries how often that function is tried again
   * @param runs of each kind
   * @param seed of the input
   */
  record Options(long orders, int every, boolean throwing, int retries, int runs, long seed) {}

  PoisonBenchmark(Options options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /** Measures; answers whether all is right and poison costs less than a fifth. */
  boolean run() {
    try (Workplace workplace = Workplace.open();
        BenchCluster cluster = BenchCluster.start(workplace)) {
      cluster.createTopic(Topics.USERS);
      cluster.createTopic(Topics.ORDERS);
      cluster.createTopic(Topics.POISONED_ORDERS);
      CanonicalInput input = new CanonicalInput(options.orders(), USERS, options.seed());
      InputLoader loader = new InputLoader(input, cluster.registry(), cluster.bootstrapServers());
      ExpectedRevenue expected = loader.load(err);
      loader.loadOrders(
          err, new InputLoader.Poison(Topics.POISONED_ORDERS, options.every(), options.throwing()));
      List<Figures> clean = new ArrayList<>();
      List<Figures> poisoned = new ArrayList<>();
      boolean letters = true;
      for (int run = 1; run <= options.runs(); run++) {
        clean.add(runOnce(workplace, cluster, expected, CLEAN, run));
        Figures figures = runOnce(workplace, cluster, expected, POISONED, run);
        poisoned.add(figures);
        letters &= hasEachLetterOnce(cluster, input, figures.name());
      }
      return judge(clean, poisoned, letters);
    }
  }

  private Figures runOnce(
      Workplace workplace, BenchCluster cluster, ExpectedRevenue expected, String kind, int run) {
    String name = "bench-" + kind + "-" + run;
    EngineSettings settings =
        new EngineSettings(
            Engines.TIDEMARK,
            cluster.bootstrapServers(),
            cluster.registryUrl(),
            name,
            kind.equals(CLEAN) ? Topics.ORDERS : Topics.POISONED_ORDERS,
            name + "-revenue",
            workplace.folder(name + "-state").toString(),
            1,
            1_000,
            Map.of(
                CanonicalRevenue.STRICT_PARAMETER,
                String.valueOf(options.throwing()),
                CanonicalRevenue.RETRIES_PARAMETER,
                String.valueOf(options.retries())));
    cluster.createTopic(settings.outputTopic());
    cluster
        .registry()
        .register(Topics.subjectOf(settings.outputTopic()), RegionRevenue.getClassSchema());
    return new EngineRun(settings, expected, cluster, err)
        .run(workplace, List.of("-Xms1g", "-Xmx1g"));
  }

  private boolean hasEachLetterOnce(BenchCluster cluster, CanonicalInput input, String run) {
    long expected = 0;
    for (int partition = 0; partition < CanonicalInput.PARTITIONS; partition++) {
      expected += input.ordersIn(partition) / options.every();
    }
    DeadLetterCount found = DeadLetterCount.of(cluster.bootstrapServers(), run);
    err.printf("%s: %d dead letters, %d of them twice%n", run, found.all(), found.doubled());
    return found.all() == expected && found.doubled() == 0;
  }

  private boolean judge(List<Figures> clean, List<Figures> poisoned, boolean letters) {
    double without = median(clean);
    double with = median(poisoned);
    boolean exact =
        clean.stream().allMatch(figures -> figures.check().exact())
            && poisoned.stream().allMatch(figures -> figures.check().exact());
    double slower = 1 - with / without;
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("records_per_second", Math.round(without));
    fields.put("records_per_second_with_poison", Math.round(with));
    fields.put("slower_percent", Math.round(slower * 1_000) / 10.0);
    fields.put("results_right", exact);
    fields.put("each_dead_letter_once", letters);
    fields.put("records_per_second_of_runs", rates(clean));
    fields.put("records_per_second_with_poison_of_runs", rates(poisoned));
    try {
      out.println(JSON.writeValueAsString(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the figures can't be written: " + e, e);
    }
    return exact && letters && slower < SLOWER_MAX;
  }

  private static List<Long> rates(List<Figures> runs) {
    return runs.stream().map(run -> Math.round(run.recordsPerSecond())).toList();
  }

  private static double median(List<Figures> runs) {
    double[] sorted = runs.stream().mapToDouble(Figures::recordsPerSecond).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }
}
