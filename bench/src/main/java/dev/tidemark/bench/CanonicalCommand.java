package dev.tidemark.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/run canonical}. */
@Command(
    name = "canonical",
    showDefaultValues = true,
    sortOptions = false,
    description =
        "Runs the canonical job (paid orders, joined with users, summed by region every 5 minutes,"
            + " exactly once) in each engine on the very same topics, one after the other, each in"
            + " a JVM of its own, and prints one JSON object a line for each engine.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured, and Tidemark's output is the right answer in full",
      "1:Tidemark's output differs from the right answer, or a run failed",
      "2:wrong usage"
    },
    footer = {
      "%nExample:",
      "  bench/run canonical --orders 400000 --engines tidemark,kafka-streams"
    })
final class CanonicalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--orders", paramLabel = "N", description = "Orders.")
  private long orders = 4_000_000;

  @Option(
      names = "--engines",
      paramLabel = "NAME",
      split = ",",
      description = "Engines, in this order.")
  private List<String> engines = Engines.ALL;

  @Option(names = "--users", paramLabel = "N", description = "Users.")
  private int users = 100_000;

  @Option(names = "--seed", paramLabel = "S", description = "Of the input.")
  private long seed = 1;

  @Option(names = "--threads", paramLabel = "T", description = "Stream threads of each engine.")
  private int threads = 1;

  @Option(
      names = "--commit-interval-ms",
      paramLabel = "MS",
      description = "How often results are committed.")
  private long commitIntervalMs = 1000;

  @Option(
      names = "--runs",
      paramLabel = "R",
      description = "How often each engine runs; the run of median throughput is printed.")
  private int runs = 1;

  @Option(names = "--heap", paramLabel = "SIZE", description = "Heap of each engine's JVM.")
  private String heap = "1g";

  @Option(
      names = "--jvm-option",
      paramLabel = "OPTION",
      description = "One more option for the engines' JVMs, e.g. to profile; may be repeated.")
  private List<String> jvmOptions = List.of();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and leave.")
  private boolean help;

  /** Returns the options that the user set. */
  CanonicalOptions options() {
    try {
      return new CanonicalOptions(
          orders, engines, users, seed, threads, commitIntervalMs, runs, heap, jvmOptions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Integer call() {
    return new CanonicalBenchmark(options(), System.out, System.err).run() ? 0 : 1;
  }
}
