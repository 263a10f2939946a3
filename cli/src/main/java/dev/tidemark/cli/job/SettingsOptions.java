package dev.tidemark.cli.job;

import dev.tidemark.cli.option.DurationConverter;
import dev.tidemark.cli.option.LowerCaseEnum;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.Registering;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The resources that a job gets on each node. */
final class SettingsOptions {

  @Option(
      names = "--threads",
      paramLabel = "N",
      order = 20,
      description = "How many threads process in each worker (default: 1).")
  @Nullable Integer threads;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      order = 21,
      converter = MemoryConverter.class,
      description = "The heap of each worker, e.g. 512m or 2g (default: 256m).")
  @Nullable Integer memoryMb;

  @Option(
      names = "--workers",
      paramLabel = "N",
      order = 22,
      description = "On how many nodes it runs; 0 for all (default: 0).")
  @Nullable Integer workers;

  @Option(
      names = "--commit-interval",
      paramLabel = "DURATION",
      order = 23,
      converter = DurationConverter.class,
      description = "How often results are committed, e.g. 200ms or 1s (default: 200ms).")
  @Nullable Duration commitInterval;

  @Option(
      names = {"-k", "--kafka"},
      paramLabel = "NAME=VALUE",
      order = 24,
      description = "Set a Kafka property of the job, of those that a job may set; repeatable.")
  Map<String, String> kafka = new LinkedHashMap<>();

  @Option(
      names = "--register",
      paramLabel = "WHEN",
      order = 25,
      converter = LowerCaseEnum.Register.class,
      completionCandidates = LowerCaseEnum.Register.class,
      description =
          "Whether schemas of what it writes are registered: never, or compatible if the subject allows it (default: never).")
  @Nullable Registering register;

  /** Returns the current settings overlaid by the stated options; null if none is stated. */
  @Nullable JobSettings over(JobSettings inForce) {
    if (threads == null
        && memoryMb == null
        && workers == null
        && commitInterval == null
        && kafka.isEmpty()
        && register == null) {
      return null;
    }
    Map<String, String> properties = new LinkedHashMap<>(inForce.kafka());
    properties.putAll(kafka);
    return new JobSettings(
        threads == null ? inForce.threads() : threads,
        memoryMb == null ? inForce.memoryMb() : memoryMb,
        workers == null ? inForce.workers() : workers,
        commitInterval == null ? inForce.commitIntervalMs() : commitInterval.toMillis(),
        properties,
        register == null ? inForce.register() : register);
  }

  /** Sizes of memory in MiB. */
  static final class MemoryConverter implements ITypeConverter<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([mMgG])(?:i?[bB])?");
    private static final int MIB_PER_GIB = 1_024;

    @Override
    public Integer convert(String text) {
      Matcher size = SIZE.matcher(text);
      if (!size.matches()) {
        throw new TypeConversionException("'" + text + "' is no size such as 512m or 2g");
      }
      int number = Integer.parseInt(size.group(1));
      return size.group(2).equalsIgnoreCase("g") ? number * MIB_PER_GIB : number;
    }
  }
}
