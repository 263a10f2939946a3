package dev.tidemark.cli.topic;

import dev.tidemark.cli.option.CommandGroup;
import dev.tidemark.cli.option.ConnectionOptions;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.registry.CompatibilityLevel;
import dev.tidemark.serde.registry.RegisteredSchema;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The schemas of a registry, and how a job fits them. */
@Command(
    name = "schemas",
    header = "Check a job's schemas, and list, show, compare and register schemas.",
    footer = {"", "Example:", "  tidemark schemas check revenue.jar"})
public final class SchemasCommand extends CommandGroup {
  /**
   * A subject in short.
   *
   * @param versions how many it has
   * @param version the latest; 0 if it can't be read
   * @param id of the latest; 0 if it can't be read
   * @param schema the full name of the latest; null if it is not Avro
   * @param level what the registry demands of a new version
   * @param ownLevel whether the subject has that level of its own
   */
  record SubjectLine(
      String subject,
      int versions,
      int version,
      int id,
      @Nullable String schema,
      CompatibilityLevel level,
      boolean ownLevel) {}

  /** Lists subjects. */
  @Command(
      name = "list",
      header = "List the subjects of the registry, with their latest version.",
      footer = {"", "Example:", "  tidemark schemas list orders"})
  public static final class ListSubjects implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
        paramLabel = "PREFIX",
        arity = "0..1",
        description = "How the names begin (default: all).")
    String prefix = "";

    @Mixin ConnectionOptions connection = new ConnectionOptions();
    @Mixin OutputOptions output = new OutputOptions();

    public ListSubjects(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (SubjectRegistry registry = connection.registry(terminal)) {
        CompatibilityLevel global = registry.compatibility();
        List<SubjectLine> lines = new ArrayList<>();
        for (String subject : registry.subjects().stream().sorted().toList()) {
          if (subject.startsWith(prefix)) {
            lines.add(line(registry, subject, global));
          }
        }
        output
            .list(lines, SchemasCommand::table, SubjectLine::subject)
            .forEach(terminal.out()::println);
      }
      return ExitCode.OK.number();
    }

    private static SubjectLine line(
        SubjectRegistry registry, String subject, CompatibilityLevel global) {
      int versions = registry.versions(subject).size();
      Optional<CompatibilityLevel> own = registry.compatibility(subject);
      CompatibilityLevel level = own.orElse(global);
      try {
        RegisteredSchema latest = registry.latest(subject);
        return new SubjectLine(
            subject,
            versions,
            latest.version(),
            latest.id(),
            latest.schema().getFullName(),
            level,
            own.isPresent());
      } catch (InvalidSchemaException e) {
        return new SubjectLine(subject, versions, 0, 0, null, level, own.isPresent());
      }
    }
  }

  private static TextTable table(List<SubjectLine> lines) {
    TextTable table = new TextTable("SUBJECT", "VERSIONS", "LATEST", "ID", "SCHEMA", "LEVEL");
    for (SubjectLine line : lines) {
      table.row(
          line.subject(),
          line.versions(),
          line.version() == 0 ? "-" : Integer.toString(line.version()),
          line.id() == 0 ? "-" : Integer.toString(line.id()),
          line.schema() == null ? "(not Avro)" : line.schema(),
          line.level() + (line.ownLevel() ? "" : " (global)"));
    }
    return table;
  }

  /** Shows one schema. */
  @Command(
      name = "show",
      header = "Print a schema as JSON, with all that it refers to.",
      footer = {"", "Example:", "  tidemark schemas show orders-value --version 2"})
  public static final class ShowSchema implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "SUBJECT", arity = "0..1", description = "The subject.")
    @Nullable String subject;

    @Option(
        names = "--version",
        paramLabel = "N",
        order = 1,
        description = "Which version of it (default: the latest).")
    @Nullable Integer version;

    @Option(
        names = "--id",
        paramLabel = "ID",
        order = 2,
        description = "The schema with this id, instead of a subject's.")
    @Nullable Integer id;

    @Mixin ConnectionOptions connection = new ConnectionOptions();

    public ShowSchema(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      if ((subject == null) == (id == null) || (id != null && version != null)) {
        throw new CommandException(
            ExitCode.USAGE,
            "exactly one of SUBJECT and --id is needed",
            "give SUBJECT, SUBJECT --version N, or --id ID");
      }
      try (SubjectRegistry registry = connection.registry(terminal)) {
        terminal.out().println(schema(registry).toString(true));
      }
      return ExitCode.OK.number();
    }

    private Schema schema(SubjectRegistry registry) {
      if (subject == null) {
        return registry.schemaById(id == null ? 0 : id);
      }
      RegisteredSchema found =
          version == null ? registry.latest(subject) : registry.version(subject, version);
      terminal.err().printf("version %d, id %d%n", found.version(), found.id());
      return found.schema();
    }
  }
}
