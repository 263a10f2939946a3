package dev.tidemark.cli.cluster;

import dev.tidemark.cli.option.Access;
import dev.tidemark.cli.option.Contexts;
import dev.tidemark.cli.option.Contexts.Context;
import dev.tidemark.cli.option.ContextsFile;
import dev.tidemark.cli.option.LiveNames;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TextTable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The clusters that a user works with, by name. */
@Command(
    name = "config",
    synopsisSubcommandLabel = "VERB",
    header = "Name the clusters that you work with, and choose the current one.",
    description = {
      "Contexts are kept in $XDG_CONFIG_HOME/tidemark/config.json, or below ~/.config. A token is never kept there, "
          + "only the name of the file that holds it.",
    },
    footer = {
      "",
      "Example:",
      "  tidemark config set-context prod --url https://node-a:8080 --token-file ~/.tidemark-token"
    })
public final class ConfigCommand implements Runnable {
  private final Terminal terminal;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  public ConfigCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a verb is missing");
  }

  /** The addresses and credentials of a context. */
  static final class Target {
    @Option(
        names = "--url",
        paramLabel = "URL",
        split = ",",
        order = 1,
        description = "A node of the cluster; several, separated by commas, are tried in turn.")
    @Nullable List<String> urls;

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        order = 2,
        description = "The file with the token; an empty name for none.")
    @Nullable Path tokenFile;

    @Option(
        names = "--ca-file",
        paramLabel = "FILE",
        order = 3,
        description = "Certificates (PEM) to trust; an empty name for the JVM's own.")
    @Nullable Path caFile;

    Context over(@Nullable Context before, String name) {
      List<String> chosen = urls != null ? urls : before == null ? List.of() : before.urls();
      if (chosen.isEmpty()) {
        throw new CommandException(
            ExitCode.USAGE,
            "the context '" + name + "' has no address",
            "state one with --url URL");
      }
      return new Context(
          chosen.stream().map(text -> Access.url(text.strip()).toString()).toList(),
          file(tokenFile, before == null ? null : before.tokenFile()),
          file(caFile, before == null ? null : before.caFile()));
    }

    private static @Nullable String file(@Nullable Path stated, @Nullable String before) {
      if (stated == null) {
        return before;
      }
      return stated.toString().isEmpty() ? null : stated.toAbsolutePath().normalize().toString();
    }
  }

  @Command(
      name = "set-context",
      header = "Add a context, or change what is stated of one. The first becomes the current one.")
  int setContext(
      @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
      @Mixin Target target) {
    ContextsFile file = file();
    Contexts before = file.read();
    Contexts after = before.with(name, target.over(before.contexts().get(name), name));
    file.write(before.contexts().isEmpty() ? after.using(name) : after);
    terminal.err().println("context '" + name + "' is set in " + file.path());
    return ExitCode.OK.number();
  }

  @Command(name = "use-context", header = "Make a context the current one.")
  int useContext(
      @Parameters(
              paramLabel = "NAME",
              description = "Which one.",
              completionCandidates = LiveNames.ContextNames.class)
          String name) {
    file().write(file().read().using(name));
    terminal.err().println("the current context is '" + name + "'");
    return ExitCode.OK.number();
  }

  @Command(name = "get-contexts", header = "List the contexts.")
  int getContexts(@Mixin OutputOptions output) {
    Contexts contexts = file().read();
    List<Named> all =
        contexts.contexts().entrySet().stream()
            .map(entry -> Named.of(entry.getKey(), entry.getValue(), contexts.currentContext()))
            .toList();
    output.list(all, ConfigCommand::table, Named::name).forEach(terminal.out()::println);
    return ExitCode.OK.number();
  }

  @Command(
      name = "current-context",
      header = "Print the name of the current context; exit with 11 when there is none.")
  int currentContext() {
    String name = file().read().currentContext();
    if (name == null) {
      throw new CommandException(
          ExitCode.NOT_FOUND,
          "there is no current context",
          "make one: tidemark config set-context NAME --url URL");
    }
    terminal.out().println(name);
    return ExitCode.OK.number();
  }

  @Command(name = "remove-context", header = "Forget a context. Its token file stays.")
  int removeContext(
      @Parameters(
              paramLabel = "NAME",
              description = "Which one.",
              completionCandidates = LiveNames.ContextNames.class)
          String name) {
    file().write(file().read().without(name));
    terminal.err().println("context '" + name + "' is forgotten");
    return ExitCode.OK.number();
  }

  /** A context as it is listed. */
  private record Named(
      String name,
      boolean current,
      List<String> urls,
      @Nullable String tokenFile,
      @Nullable String caFile) {
    static Named of(String name, Context context, @Nullable String current) {
      return new Named(
          name, name.equals(current), context.urls(), context.tokenFile(), context.caFile());
    }
  }

  private static TextTable table(List<Named> contexts) {
    TextTable table = new TextTable("CURRENT", "NAME", "URLS", "TOKEN FILE", "CA FILE");
    for (Named context : contexts) {
      table.row(
          context.current() ? "*" : "",
          context.name(),
          String.join(",", context.urls()),
          context.tokenFile() == null ? "-" : context.tokenFile(),
          context.caFile() == null ? "-" : context.caFile());
    }
    return table;
  }

  private ContextsFile file() {
    return ContextsFile.of(terminal);
  }
}
