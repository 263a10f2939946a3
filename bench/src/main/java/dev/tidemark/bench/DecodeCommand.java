package dev.tidemark.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/run decode}. */
@Command(
    name = "decode",
    showDefaultValues = true,
    sortOptions = false,
    description =
        "Decodes the same Avro records with Tidemark's decoder and with Avro's readers, in turns in"
            + " one JVM and one thread, and prints one JSON object for each case: the median time a"
            + " record takes each of them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured; two of eight fields take at most half the time that Avro's fast reader needs for"
          + " them, and no whole record takes longer than with it",
      "1:one of these does not hold",
      "2:wrong usage"
    })
final class DecodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--rounds", paramLabel = "R", description = "Rounds; the median counts.")
  private int rounds = 15;

  @Option(
      names = "--round-ms",
      paramLabel = "MS",
      description = "How long each decoder works in a round.")
  private int roundMs = 200;

  @Option(names = "--seed", paramLabel = "S", description = "Of the records.")
  private long seed = 1;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and leave.")
  private boolean help;

  @Override
  public Integer call() {
    if (rounds < 1 || roundMs < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds and --round-ms must be 1 or more");
    }
    return new DecodeBenchmark(rounds, roundMs, seed, System.out).run() ? 0 : 1;
  }
}
