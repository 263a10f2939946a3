package dev.tidemark.cli.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.cli.option.ConnectionOptions;
import dev.tidemark.cli.option.JobArguments;
import dev.tidemark.cli.option.JobArguments.LoadedJob;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.topic.SchemaText;
import dev.tidemark.client.api.Json;
import dev.tidemark.runtime.preflight.SchemaCheck;
import dev.tidemark.runtime.preflight.SchemaReport;
import dev.tidemark.runtime.preflight.SchemaSample;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.plan.explain.Explanation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what a job would do. */
@Command(
    name = "plan",
    header = "Check a job and print its plan, without starting it.",
    description = {
      "Shows operators, exchanges, stores, topics, schemas, and what to know before a replay. Where a schema "
          + "registry is stated, the schemas are checked against it, with exit code 8 if they do not fit.",
    },
    footer = {"", "Example:", "  tidemark plan revenue.jar -p window=1h"})
public final class PlanCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobArguments job = new JobArguments();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      order = 3,
      description = "How to print it: text or json (default: text).")
  Format format = Format.text;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  public PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (LoadedJob loaded = job.load()) {
      SchemaReport report = check(loaded.plan());
      switch (format) {
        case text -> {
          terminal.out().println(Explanation.text(loaded.plan()).stripTrailing());
          if (report != null) {
            terminal.out().println("\nschemas");
            SchemaText.lines(report).forEach(line -> terminal.out().println("  " + line));
          }
        }
        case json -> {
          ObjectNode json = (ObjectNode) Explanation.json(loaded.plan());
          if (report != null) {
            json.set("schemas", Json.mapper().valueToTree(report));
          }
          terminal.out().println(json.toPrettyString());
        }
      }
      terminal.out().flush();
      if (report == null) {
        return ExitCode.OK.number();
      }
      SchemaText.problems(report).forEach(terminal.err()::println);
      return SchemaText.exitCode(report).number();
    }
  }

  /** Returns the registry; null if its address is not stated, since a plan does not need it. */
  private @Nullable SchemaReport check(PhysicalPlan plan) {
    return connection.namesRegistry(terminal)
        ? SchemaCheck.of(
            plan, connection.lookingOnly(plan.job(), terminal), SchemaSample.whereNeeded())
        : null;
  }

  /** The formats; named as they are typed. */
  enum Format {
    text,
    json
  }
}
