package dev.tidemark.cli.replay;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TimeArgument;
import dev.tidemark.client.api.job.ReplayFrom;
import dev.tidemark.client.api.job.ReplayFrom.Kind;
import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.replay.ReplayPoint;
import dev.tidemark.topology.plan.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The begin and the end of a replay, in the terms of Kafka's own tools. */
final class ReplayPointOptions {

  @Option(
      names = "--to-earliest",
      order = 1,
      description = "Begin with the oldest records that are there.")
  boolean earliest;

  @Option(names = "--to-latest", order = 2, description = "Begin behind the newest records.")
  boolean latest;

  @Option(
      names = "--to-datetime",
      paramLabel = "TIME",
      order = 3,
      description = "Begin with the first records of a time, e.g. 2026-11-20T10:00:00Z.")
  @Nullable String datetime;

  @Option(
      names = "--by-duration",
      paramLabel = "DURATION",
      order = 4,
      description = "Begin so long ago, e.g. 2h or P1DT2H.")
  @Nullable String duration;

  @Option(
      names = "--to-offset",
      paramLabel = "OFFSET",
      order = 5,
      description = "Begin with this offset in each partition.")
  @Nullable Long offset;

  @Option(
      names = "--shift-by",
      paramLabel = "N",
      order = 6,
      description = "Begin so many records from the job's position; before it if negative.")
  @Nullable Long shift;

  @Option(
      names = "--from-file",
      paramLabel = "CSV",
      order = 7,
      description = "Begin with the offsets of a file, TOPIC,PARTITION,OFFSET a line.")
  @Nullable Path file;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC[:P,P]",
      order = 8,
      description =
          "Only this topic, or these partitions of it; the others begin at the job's position. Repeatable.")
  List<String> topics = new ArrayList<>();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      order = 9,
      description = "End before the first records of a time (default: continue with new records).")
  @Nullable String until;

  /** Returns the begin; prints resolved times, because the user may have meant others. */
  ReplayFrom from(Terminal terminal) {
    requireOne();
    Clock clock = Clock.systemUTC();
    if (earliest) {
      return ReplayFrom.earliest();
    }
    if (latest) {
      return new ReplayFrom(Kind.LATEST, null, null, null);
    }
    if (datetime != null) {
      return at(terminal, new TimeArgument(clock).parse("--to-datetime", datetime));
    }
    if (duration != null) {
      Duration back =
          Durations.parse(duration)
              .filter(parsed -> !parsed.isNegative())
              .orElseThrow(
                  () -> usage("invalid value for --by-duration: '%s'".formatted(duration)));
      return at(terminal, clock.instant().minus(back));
    }
    if (offset != null) {
      if (offset < 0) {
        throw new CommandException(
            ExitCode.USAGE,
            "invalid value for --to-offset: '%d'".formatted(offset),
            "give an offset, 0 or more; to go back from the job's position, use --shift-by");
      }
      return new ReplayFrom(Kind.OFFSET, null, offset, null);
    }
    if (shift != null) {
      return new ReplayFrom(Kind.SHIFT, null, shift, null);
    }
    return new ReplayFrom(Kind.OFFSETS, null, null, offsets(Objects.requireNonNull(file)));
  }

  /** Returns the end; null for none. */
  @Nullable Instant until(Terminal terminal) {
    if (until == null) {
      return null;
    }
    Instant end = new TimeArgument(Clock.systemUTC()).parse("--until", until);
    terminal.err().println("until " + end);
    return end;
  }

  /**
   * Returns the partitions that begin there by topic, empty for all of a topic; null for all
   * topics.
   */
  @Nullable Map<String, List<Integer>> chosen() {
    if (topics.isEmpty()) {
      return null;
    }
    Map<String, List<Integer>> chosen = new LinkedHashMap<>();
    for (String text : topics) {
      int colon = text.lastIndexOf(':');
      String topic = colon < 0 ? text : text.substring(0, colon);
      List<Integer> partitions = chosen.computeIfAbsent(topic, name -> new ArrayList<>());
      if (colon >= 0) {
        for (String number : text.substring(colon + 1).split(",", -1)) {
          partitions.add(partition(text, number));
        }
      }
    }
    return chosen;
  }

  private static int partition(String text, String number) {
    try {
      int partition = Integer.parseInt(number.strip());
      if (partition >= 0) {
        return partition;
      }
    } catch (NumberFormatException e) {
      throw usage("invalid value for --topic: '%s'".formatted(text));
    }
    throw usage("invalid value for --topic: '%s'".formatted(text));
  }

  private static ReplayFrom at(Terminal terminal, Instant instant) {
    terminal.err().println("from " + instant);
    return ReplayFrom.at(instant);
  }

  private static Map<String, Map<Integer, Long>> offsets(Path file) {
    try {
      return ReplayPoint.csv(Files.readString(file)).offsets();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "'%s' can't be read: %s".formatted(file, e.getMessage()),
          "give a file with TOPIC,PARTITION,OFFSET a line",
          e);
    } catch (JobException e) {
      throw new CommandException(
          ExitCode.USAGE, "'%s': %s".formatted(file, e.getMessage()), e.hint(), e);
    }
  }

  private void requireOne() {
    int stated =
        (earliest ? 1 : 0)
            + (latest ? 1 : 0)
            + (datetime == null ? 0 : 1)
            + (duration == null ? 0 : 1)
            + (offset == null ? 0 : 1)
            + (shift == null ? 0 : 1)
            + (file == null ? 0 : 1);
    if (stated != 1) {
      throw usage(
          stated == 0 ? "where does the replay begin?" : "a replay begins in one place only");
    }
  }

  private static CommandException usage(String what) {
    return new CommandException(
        ExitCode.USAGE,
        what,
        "give one of --to-earliest, --to-latest, --to-datetime, --by-duration, --to-offset, --shift-by, --from-file; see 'tidemark replay --help'");
  }
}
