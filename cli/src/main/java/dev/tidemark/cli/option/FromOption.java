package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TimeArgument;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The position at which a run begins to read. */
public final class FromOption {

  @Option(
      names = "--from",
      paramLabel = "TIME",
      order = 10,
      description =
          "Where a new run begins: earliest, latest, or a time such as 2026-11-20T10:00:00Z or -2h (default: earliest).")
  @Nullable String text;

  /** As a node takes it; a time is told to the user, who may have meant another. */
  @Nullable
  public String resolve(Terminal terminal) {
    if (text == null || text.equals("earliest") || text.equals("latest")) {
      return text;
    }
    Instant instant = new TimeArgument(Clock.systemUTC()).parse("--from", text);
    terminal.err().println("from " + instant);
    return instant.toString();
  }
}
