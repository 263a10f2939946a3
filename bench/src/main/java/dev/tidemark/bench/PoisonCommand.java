package dev.tidemark.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/run poison}. */
@Command(
    name = "poison",
    showDefaultValues = true,
    sortOptions = false,
    description =
        "Runs the canonical job in Tidemark on the same orders without and with records among them"
            + " that can't be read, or that make a function of the job throw, in turns, each run in"
            + " a JVM of its own, and prints one JSON object: both rates, and whether each of these"
            + " records is a dead letter once.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured; every answer is right, every dead letter is there once, and poison costs less"
          + " than a fifth of the rate",
      "1:one of these does not hold, or a run failed",
      "2:wrong usage"
    })
final class PoisonCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--orders", paramLabel = "N", description = "Good orders.")
  private long orders = 1_000_000;

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "One bad record behind each N orders of a partition.")
  private int every = 100;

  @Option(
      names = "--throwing",
      description = "The bad records can be read, and make a function throw.")
  private boolean throwing;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "How often the function is tried again, with --throwing.")
  private int retries;

  @Option(names = "--runs", paramLabel = "R", description = "Runs of each; the median counts.")
  private int runs = 3;

  @Option(names = "--seed", paramLabel = "S", description = "Of the input.")
  private long seed = 1;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and leave.")
  private boolean help;

  @Override
  public Integer call() {
    if (orders < 1 || every < 1 || runs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--orders, --every and --runs must be 1 or more");
    }
    if (retries < 0 || (retries > 0 && !throwing)) {
      throw new ParameterException(
          spec.commandLine(), "--retries must be 0 or more, and goes with --throwing");
    }
    PoisonBenchmark.Options options =
        new PoisonBenchmark.Options(orders, every, throwing, retries, runs, seed);
    return new PoisonBenchmark(options, System.out, System.err).run() ? 0 : 1;
  }
}
