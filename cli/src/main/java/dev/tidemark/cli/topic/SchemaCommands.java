package dev.tidemark.cli.topic;

import dev.tidemark.cli.option.ConnectionOptions;
import dev.tidemark.cli.option.JobArguments;
import dev.tidemark.cli.option.JobArguments.LoadedJob;
import dev.tidemark.cli.option.JobOptions;
import dev.tidemark.cli.option.LowerCaseEnum;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.api.job.Registering;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.preflight.SchemaCheck;
import dev.tidemark.runtime.preflight.SchemaReport;
import dev.tidemark.runtime.preflight.SchemaSample;
import dev.tidemark.serde.evolution.SchemaDifference;
import dev.tidemark.serde.evolution.SchemaFinding;
import dev.tidemark.serde.evolution.SchemaFindings;
import dev.tidemark.serde.evolution.SchemaFindings.Ours;
import dev.tidemark.serde.registry.RegisteredSchema;
import dev.tidemark.serde.registry.SubjectRegistry;
import dev.tidemark.worker.view.EngineViews;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that check, compare and register schemas. */
public final class SchemaCommands {
  private SchemaCommands() {}

  /** Checks a job. */
  @Command(
      name = "check",
      header = "Check whether a job can read what is registered, and may write what it declares.",
      description = {
        "Exit code 8 if not: for the pipeline that builds the job. What was written with which version is counted "
            + "in the topics.",
      },
      footer = {"", "Example:", "  tidemark schemas check revenue.jar --register compatible"})
  public static final class Check implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin JobArguments job = new JobArguments();

    @Option(
        names = "--register",
        paramLabel = "WHEN",
        order = 3,
        converter = LowerCaseEnum.Register.class,
        completionCandidates = LowerCaseEnum.Register.class,
        description =
            "Whether to register what is not: never, or compatible if nothing is wrong (default: never).")
    Registering register = Registering.NEVER;

    @Option(
        names = "--sample",
        paramLabel = "N",
        order = 4,
        description =
            "How many of each partition's first, and of its last records are looked at, or all (default: 10000).")
    String sample = Long.toString(SchemaSample.RECORDS);

    @Mixin ConnectionOptions connection = new ConnectionOptions();
    @Mixin OutputOptions output = new OutputOptions();

    public Check(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      long records = records(sample);
      StopSignals.leave(terminal, List.of());
      try (LoadedJob loaded = job.load()) {
        SchemaReport report = report(loaded, records);
        output.one(report, SchemaText::lines, loaded.plan().job()).forEach(terminal.out()::println);
        terminal.out().flush();
        SchemaText.samples(report).forEach(terminal.err()::println);
        SchemaText.problems(report).forEach(terminal.err()::println);
        return SchemaText.exitCode(report).number();
      }
    }

    private SchemaReport report(LoadedJob loaded, long records) {
      RunConfig config =
          connection
              .lookingOnly(loaded.plan().job(), terminal)
              .withRegistration(EngineViews.registration(register));
      try (ProgressLine live = new ProgressLine(terminal)) {
        return SchemaCheck.of(
            loaded.plan(),
            config,
            SchemaSample.of(
                records,
                (topic, done, total) ->
                    live.show(ProgressLine.bar("topic " + topic, done, total))));
      }
    }

    private static long records(String text) {
      if (text.equals("all")) {
        return Long.MAX_VALUE / 4;
      }
      try {
        long records = Long.parseLong(text);
        if (records > 0 && records <= 1_000_000_000) {
          return records;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new CommandException(
          ExitCode.USAGE,
          "invalid value for --sample: '" + text + "'",
          "give a number from 1 to 1,000,000,000, or all");
    }
  }

  /** Registers schemas. */
  @Command(
      name = "register",
      header = "Register the schemas that a job writes with, or the schema in a file.",
      footer = {"", "Example:", "  tidemark schemas register order.avsc --subject orders-value"})
  public static final class Register implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
        paramLabel = "JAR|FILE",
        description = "The jar that holds the job, or a file .avsc with a schema.")
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    Path file;

    @Mixin JobOptions job = new JobOptions();

    @Option(
        names = "--subject",
        paramLabel = "SUBJECT",
        order = 3,
        description = "Under which subject to register the schema in a file.")
    @Nullable String subject;

    @Mixin ConnectionOptions connection = new ConnectionOptions();

    public Register(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      if (SchemaInput.isSchema(file) != (subject != null)) {
        throw new CommandException(
            ExitCode.USAGE,
            subject == null ? "--subject is missing" : "the subjects of a job are its own",
            subject == null
                ? "give --subject, e.g. orders-value"
                : "give a file .avsc, or leave --subject out");
      }
      if (subject != null) {
        try (SubjectRegistry registry = connection.registry(terminal)) {
          print(subject, registry.register(subject, SchemaInput.read(file)));
        }
        return ExitCode.OK.number();
      }
      try (LoadedJob loaded = job.load(file)) {
        RunConfig config = connection.lookingOnly(loaded.plan().job(), terminal);
        Map<String, Integer> ids = SchemaCheck.registerWritten(loaded.plan(), config);
        ids.forEach(this::print);
        if (ids.isEmpty()) {
          terminal.err().println("the job writes nothing that has a schema");
        }
      }
      return ExitCode.OK.number();
    }

    private void print(String registered, int id) {
      terminal.out().printf("%s %d%n", registered, id);
    }
  }

  /**
   * The difference between two schemas.
   *
   * @param newReadsOld why the new one can't read what the old one wrote; empty if it can
   * @param oldReadsNew the other way round
   */
  record Difference(
      String before,
      String after,
      List<SchemaDifference> differences,
      List<SchemaFinding> newReadsOld,
      List<SchemaFinding> oldReadsNew) {}

  /** Compares two. */
  @Command(
      name = "diff",
      header = "Compare two versions of a subject, or a file with the latest version.",
      description = "Exit code 1 if they differ.",
      footer = {"", "Example:", "  tidemark schemas diff orders-value 1 3"})
  public static final class Diff implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "SUBJECT", description = "The subject.")
    String subject = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "OLD",
        description = "A version of it (default: the one before NEW).")
    @Nullable Integer old;

    @Parameters(
        index = "2",
        arity = "0..1",
        paramLabel = "NEW",
        description = "Another version (default: the latest).")
    @Nullable Integer other;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        order = 1,
        description = "Compare OLD (default: the latest) with the schema in this file.")
    @Nullable Path file;

    @Mixin ConnectionOptions connection = new ConnectionOptions();
    @Mixin OutputOptions output = new OutputOptions();

    public Diff(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      if (file != null && other != null) {
        throw new CommandException(
            ExitCode.USAGE, "NEW and --file exclude each other", "give one of them");
      }
      try (SubjectRegistry registry = connection.registry(terminal)) {
        Difference found = compare(registry);
        output.one(found, Diff::lines, subject).forEach(terminal.out()::println);
        return (found.differences().isEmpty() ? ExitCode.OK : ExitCode.FAILED).number();
      }
    }

    private Difference compare(SubjectRegistry registry) {
      if (file != null) {
        RegisteredSchema before =
            old == null ? registry.latest(subject) : registry.version(subject, old);
        return difference(name(before), before.schema(), file.toString(), SchemaInput.read(file));
      }
      RegisteredSchema after =
          other == null ? registry.latest(subject) : registry.version(subject, other);
      RegisteredSchema before =
          registry.version(subject, old == null ? oneBefore(registry, after.version()) : old);
      return difference(name(before), before.schema(), name(after), after.schema());
    }

    private int oneBefore(SubjectRegistry registry, int version) {
      return registry.versions(subject).stream()
          .filter(known -> known < version)
          .reduce((one, next) -> next)
          .orElseThrow(
              () ->
                  new CommandException(
                      ExitCode.NOT_FOUND,
                      "subject %s has no version before %d".formatted(subject, version),
                      "compare it with a file: --file FILE"));
    }

    private static Difference difference(String before, Schema old, String after, Schema now) {
      return new Difference(
          before,
          after,
          SchemaDifference.between(old, now),
          SchemaFindings.between(now, old, Ours.READER),
          SchemaFindings.between(old, now, Ours.WRITER));
    }

    private static String name(RegisteredSchema schema) {
      return "version %d (id %d)".formatted(schema.version(), schema.id());
    }

    private static List<String> lines(Difference found) {
      List<String> lines = new ArrayList<>();
      lines.add(found.before() + " -> " + found.after());
      for (SchemaDifference each : found.differences()) {
        lines.add(
            each.before().equals("nothing")
                ? "  + %s: %s".formatted(each.path(), each.after())
                : each.after().equals("nothing")
                    ? "  - %s: %s".formatted(each.path(), each.before())
                    : "  ~ %s: %s -> %s".formatted(each.path(), each.before(), each.after()));
      }
      if (found.differences().isEmpty()) {
        lines.add("  no difference, but perhaps in docs and properties");
      }
      judged(lines, "the new one reads what the old one wrote", found.newReadsOld());
      judged(lines, "the old one reads what the new one writes", found.oldReadsNew());
      return lines.stream().map(Formatting::harmless).toList();
    }

    private static void judged(List<String> lines, String question, List<SchemaFinding> findings) {
      lines.add(question + ": " + (findings.isEmpty() ? "yes" : "no"));
      for (SchemaFinding finding : findings) {
        lines.add("  %s: %s; %s".formatted(finding.path(), finding.what(), finding.remedy()));
      }
    }
  }
}
