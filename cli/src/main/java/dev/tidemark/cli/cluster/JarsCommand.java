package dev.tidemark.cli.cluster;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.CommandGroup;
import dev.tidemark.cli.option.LiveNames;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.Confirmation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.cluster.JarView;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The jars that a cluster keeps. */
@Command(
    name = "jars",
    header = "List or delete the jars that the cluster keeps.",
    footer = {"", "Example:", "  tidemark jars list"})
public final class JarsCommand extends CommandGroup {
  /** Lists them. */
  @Command(
      name = "list",
      header = "List the jars that the cluster keeps, newest first.",
      footer = {"", "Example:", "  tidemark jars list"})
  public static final class ListJars implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin ClientOptions options = new ClientOptions();
    @Mixin OutputOptions output = new OutputOptions();

    public ListJars(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (NodeClient client = options.connect(terminal)) {
        output
            .list(client.jars(), JarsCommand::table, JarView::id)
            .forEach(terminal.out()::println);
      }
      return ExitCode.OK.number();
    }
  }

  /** Deletes one. */
  @Command(
      name = "delete",
      header = "Delete a jar that no job uses.",
      footer = {"", "Example:", "  tidemark jars delete 1f3870be274f"})
  public static final class DeleteJar implements Callable<Integer> {
    private static final int PREFIX_CHARS_MIN = 6;

    private final Terminal terminal;

    @Mixin Confirmation confirmation = new Confirmation();
    @Mixin ClientOptions options = new ClientOptions();

    @Parameters(
        paramLabel = "ID",
        description = "The SHA-256 of the jar, or enough of its beginning (6 digits or more).",
        completionCandidates = LiveNames.Jars.class)
    String id = "";

    public DeleteJar(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (NodeClient client = options.connect(terminal)) {
        JarView jar = find(client.jars());
        confirmation.require(
            terminal, List.of("jar " + jar.id() + " (" + classes(jar) + ") is deleted"));
        client.deleteJar(jar.id());
        terminal.out().println(jar.id());
      }
      return ExitCode.OK.number();
    }

    private JarView find(List<JarView> jars) {
      List<JarView> found =
          id.length() < PREFIX_CHARS_MIN
              ? List.of()
              : jars.stream().filter(jar -> jar.id().startsWith(id)).toList();
      if (found.size() == 1) {
        return found.get(0);
      }
      throw new CommandException(
          found.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.USAGE,
          found.isEmpty()
              ? "there is no jar '" + id + "'"
              : "the ids of %d jars begin with '%s'".formatted(found.size(), id),
          "give at least 6 digits of an id that 'tidemark jars list -o name' shows");
    }
  }

  private static TextTable table(List<JarView> jars) {
    TextTable table = new TextTable("ID", "SIZE", "UPLOADED", "BY", "JOBS", "USED BY");
    for (JarView jar : jars) {
      table.row(
          Formatting.shortId(jar.id()),
          Formatting.bytes(jar.bytes()),
          Formatting.instant(jar.uploadedAt()),
          jar.uploadedBy(),
          classes(jar),
          jar.usedBy().isEmpty() ? "-" : String.join(" ", jar.usedBy()));
    }
    return table;
  }

  private static String classes(JarView jar) {
    return jar.jobs().stream()
        .map(job -> job.jobClass().substring(job.jobClass().lastIndexOf('.') + 1))
        .collect(Collectors.joining(" "));
  }
}
