package dev.tidemark.cli.topic;

import dev.tidemark.cli.option.ConnectionOptions;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TimeArgument;
import dev.tidemark.records.JsonBytes;
import dev.tidemark.records.TopicReading;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the records of a topic. */
@Command(
    name = "consume",
    header = "Print the records of a topic as JSON, a line each.",
    description = {
      "Avro is decoded by the schema that each key and value names; the rest is shown as text, or in Base64. "
          + "It reads in no consumer group, and remembers nothing.",
    },
    footer = {"", "Example:", "  tidemark consume orders --from -10m -f"})
public final class ConsumeCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Terminal terminal;

  @Parameters(paramLabel = "TOPIC", description = "The topic.")
  String topic = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      order = 1,
      description =
          "Where to begin: earliest, latest, or a time such as -10m or 2026-11-20T10:00:00Z (default: earliest).")
  String from = "earliest";

  @Option(
      names = {"-f", "--follow"},
      order = 2,
      description = "Continue with new records, until Ctrl-C.")
  boolean follow;

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      order = 3,
      description = "End after so many records.")
  @Nullable Long number;

  @Option(
      names = "--partition",
      paramLabel = "P",
      order = 4,
      description = "Only this partition. Can be given several times.")
  Set<Integer> partitions = new LinkedHashSet<>();

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      order = 5,
      description = "What keys are that are not Avro, e.g. string or long (default: as they look).")
  @Nullable String keyType;

  @Option(
      names = "--value-type",
      paramLabel = "TYPE",
      order = 6,
      description = "The same of values.")
  @Nullable String valueType;

  @Option(
      names = "--values",
      order = 7,
      description = "Print values alone, not keys, offsets, times and headers.")
  boolean values;

  @Option(
      names = "--uncommitted",
      order = 8,
      description = "Also what transactions have not committed, or aborted.")
  boolean uncommitted;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  public ConsumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    requireType("--key-type", keyType);
    requireType("--value-type", valueType);
    if (number != null && number < 1) {
      throw new CommandException(
          ExitCode.USAGE, "invalid value for --number: " + number, "give a number from 1");
    }
    TopicReading.Request request = request();
    StopSignals.leave(terminal, List.of());
    try (SubjectRegistry registry = connection.registry(terminal);
        TopicReading reading =
            TopicReading.open(connection.lookingOnly("consume", terminal), registry, request)) {
      print(reading);
    }
    return ExitCode.OK.number();
  }

  /** Prints until the end, or until the output is closed. */
  private void print(TopicReading reading) {
    long left = number == null ? Long.MAX_VALUE : number;
    while (left > 0 && !terminal.out().checkError()) {
      boolean last = !follow && reading.isAtEnd();
      for (TopicReading.Shown shown :
          last ? List.<TopicReading.Shown>of() : reading.next(PATIENCE)) {
        if (left-- > 0) {
          terminal.out().println(values ? shown.value().json() : Envelope.of(shown));
        }
      }
      if (last) {
        return;
      }
    }
  }

  private TopicReading.Request request() {
    Instant begin = null;
    if (!from.equals("earliest") && !from.equals("latest")) {
      begin = new TimeArgument(Clock.systemUTC()).parse("--from", from);
      terminal.err().println("from " + begin);
    }
    return new TopicReading.Request(
        topic, begin, from.equals("latest"), partitions, keyType, valueType, uncommitted);
  }

  private static void requireType(String option, @Nullable String type) {
    if (type != null && !JsonBytes.types().contains(type)) {
      throw new CommandException(
          ExitCode.USAGE,
          "invalid value for %s: '%s'".formatted(option, type),
          "give one of " + String.join(", ", JsonBytes.types()));
    }
  }
}
