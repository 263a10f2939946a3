package dev.tidemark.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** All verbs, in the order and under the headings of the help. */
final class Verbs {
  private Verbs() {}

  /** Adds the verbs. */
  static void addTo(CommandLine root, Terminal terminal) {
    Map<String, List<CommandLine>> groups = groups(terminal);
    groups.values().forEach(verbs -> verbs.forEach(root::addSubcommand));
    root.addSubcommand(new CompleteCommand(terminal));
    subcommand(root, "jars")
        .addSubcommand(new JarsCommand.ListJars(terminal))
        .addSubcommand(new JarsCommand.DeleteJar(terminal));
    subcommand(root, "replay")
        .addSubcommand(new ReplayVerbs.Status(terminal))
        .addSubcommand(new ReplayVerbs.Diff(terminal))
        .addSubcommand(new ReplayVerbs.Promote(terminal))
        .addSubcommand(new ReplayVerbs.Cancel(terminal));
    subcommand(root, "schemas")
        .addSubcommand(new SchemaVerbs.Check(terminal))
        .addSubcommand(new SchemasCommand.ListSubjects(terminal))
        .addSubcommand(new SchemasCommand.ShowSchema(terminal))
        .addSubcommand(new SchemaVerbs.Diff(terminal))
        .addSubcommand(new SchemaVerbs.Register(terminal));
    subcommand(root, "token").addSubcommand(new TokenCommand.Create(terminal));
    root.getHelpSectionMap()
        .put(
            CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
            help -> list(help, groups));
  }

  private static CommandLine subcommand(CommandLine root, String name) {
    return Objects.requireNonNull(root.getSubcommands().get(name));
  }

  private static Map<String, List<CommandLine>> groups(Terminal terminal) {
    Map<String, List<CommandLine>> groups = new LinkedHashMap<>();
    groups.put("On this machine", commands(new DemoCommand(terminal), new DevCommand(terminal)));
    groups.put(
        "A job by its jar",
        commands(new PlanCommand(terminal), new RunCommand(terminal), new LedgerCommand(terminal)));
    groups.put(
        "Jobs of a cluster",
        commands(
            new SubmitCommand(terminal),
            new UpgradeCommand(terminal),
            new PauseCommand(terminal),
            new ResumeCommand(terminal),
            new StopCommand(terminal),
            new RestartCommand(terminal),
            new DeleteCommand(terminal)));
    groups.put(
        "Look at jobs of a cluster",
        commands(
            new ListCommand(terminal),
            new DescribeCommand(terminal),
            new StatusCommand(terminal),
            new LagCommand(terminal),
            new LogsCommand(terminal),
            new TasksCommand(terminal),
            new ExceptionsCommand(terminal),
            new TopologyCommand(terminal),
            new QueryCommand(terminal)));
    groups.put(
        "Run again, and repair",
        commands(
            new ReplayCommand(terminal),
            LetterVerbs.of(LetterWords.DEAD_LETTER, terminal),
            LetterVerbs.of(LetterWords.LATE, terminal)));
    groups.put(
        "Topics and schemas",
        commands(new ProduceCommand(terminal), new ConsumeCommand(terminal), new SchemasCommand()));
    groups.put(
        "The cluster",
        commands(
            new NodeCommand(terminal),
            new NodesCommand(terminal),
            new EventsCommand(terminal),
            new JarsCommand(),
            new TokenCommand(),
            new ConfigCommand(terminal)));
    groups.put("Help", commands(new HelpCommand(terminal), new CompletionCommand(terminal)));
    return groups;
  }

  /** Wraps commands that are not wrapped yet. */
  private static List<CommandLine> commands(Object... verbs) {
    return Stream.of(verbs)
        .map(verb -> verb instanceof CommandLine built ? built : new CommandLine(verb))
        .toList();
  }

  private static String list(Help help, Map<String, List<CommandLine>> groups) {
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (title, verbs) -> {
          text.append(help.createHeading("%n" + title + ":%n"));
          Help.TextTable rows =
              Help.TextTable.forColumns(
                  help.colorScheme(),
                  new Help.Column(14, 2, Help.Column.Overflow.SPAN),
                  new Help.Column(86, 0, Help.Column.Overflow.WRAP));
          for (CommandLine verb : verbs) {
            String name = verb.getCommandName();
            Help of = Objects.requireNonNull(help.subcommands().get(name));
            rows.addRowValues(
                help.colorScheme().commandText(name), help.colorScheme().text(of.header().strip()));
          }
          text.append(rows);
        });
    return text.toString();
  }
}
