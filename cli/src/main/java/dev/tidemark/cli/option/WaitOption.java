package dev.tidemark.cli.option;

import dev.tidemark.topology.plan.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option to wait until the cluster has completed the request. */
public final class WaitOption {
  private static final String DEFAULT = "5m";

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      arity = "0..1",
      fallbackValue = DEFAULT,
      preprocessor = OnlyAttached.class,
      converter = DurationConverter.class,
      order = 61,
      description =
          "Wait until it is done, at most so long (default: don't wait; without a duration: 5m).")
  @Nullable Duration limit;

  /** Returns the time to wait; empty for no waiting. */
  public Optional<Duration> limit() {
    return Optional.ofNullable(limit);
  }

  /** A value counts only in the form {@code --wait=30s}: what follows {@code --wait} is a name. */
  static final class OnlyAttached implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec verb, ArgSpec option, Map<String, Object> info) {
      if ("=".equals(info.get("separator"))) {
        return false;
      }
      option.setValue(Durations.parse(DEFAULT).orElseThrow());
      return true;
    }
  }

  /** Likewise for an option of text: without {@code =} it has none. */
  public static final class OnlyAttachedText implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec verb, ArgSpec option, Map<String, Object> info) {
      if ("=".equals(info.get("separator"))) {
        return false;
      }
      option.setValue("");
      return true;
    }
  }
}
