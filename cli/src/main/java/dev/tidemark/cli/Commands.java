package dev.tidemark.cli;

import dev.tidemark.cli.cluster.ConfigCommand;
import dev.tidemark.cli.cluster.EventsCommand;
import dev.tidemark.cli.cluster.JarsCommand;
import dev.tidemark.cli.cluster.NodeCommand;
import dev.tidemark.cli.cluster.NodesCommand;
import dev.tidemark.cli.cluster.TokenCommand;
import dev.tidemark.cli.deadletters.DeadLetterCommands;
import dev.tidemark.cli.deadletters.DeadLetterWords;
import dev.tidemark.cli.demo.DemoCommand;
import dev.tidemark.cli.job.DeleteCommand;
import dev.tidemark.cli.job.DescribeCommand;
import dev.tidemark.cli.job.ExceptionsCommand;
import dev.tidemark.cli.job.LagCommand;
import dev.tidemark.cli.job.ListCommand;
import dev.tidemark.cli.job.LogsCommand;
import dev.tidemark.cli.job.PauseCommand;
import dev.tidemark.cli.job.QueryCommand;
import dev.tidemark.cli.job.RestartCommand;
import dev.tidemark.cli.job.ResumeCommand;
import dev.tidemark.cli.job.StatusCommand;
import dev.tidemark.cli.job.StopCommand;
import dev.tidemark.cli.job.SubmitCommand;
import dev.tidemark.cli.job.TasksCommand;
import dev.tidemark.cli.job.TopologyCommand;
import dev.tidemark.cli.job.UpgradeCommand;
import dev.tidemark.cli.local.DevCommand;
import dev.tidemark.cli.local.LedgerCommand;
import dev.tidemark.cli.local.PlanCommand;
import dev.tidemark.cli.local.RunCommand;
import dev.tidemark.cli.replay.ReplayCommand;
import dev.tidemark.cli.replay.ReplayCommands;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.topic.ConsumeCommand;
import dev.tidemark.cli.topic.ProduceCommand;
import dev.tidemark.cli.topic.SchemaCommands;
import dev.tidemark.cli.topic.SchemasCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** All verbs, in the order and under the headings of the help. */
final class Commands {
  private Commands() {}

  /** Adds the verbs. */
  static void addTo(CommandLine root, Terminal terminal) {
    Map<String, List<CommandLine>> groups = groups(terminal);
    groups.values().forEach(verbs -> verbs.forEach(root::addSubcommand));
    root.addSubcommand(new CompleteCommand(terminal));
    subcommand(root, "jars")
        .addSubcommand(new JarsCommand.ListJars(terminal))
        .addSubcommand(new JarsCommand.DeleteJar(terminal));
    subcommand(root, "replay")
        .addSubcommand(new ReplayCommands.Status(terminal))
        .addSubcommand(new ReplayCommands.Diff(terminal))
        .addSubcommand(new ReplayCommands.Promote(terminal))
        .addSubcommand(new ReplayCommands.Cancel(terminal));
    subcommand(root, "schemas")
        .addSubcommand(new SchemaCommands.Check(terminal))
        .addSubcommand(new SchemasCommand.ListSubjects(terminal))
        .addSubcommand(new SchemasCommand.ShowSchema(terminal))
        .addSubcommand(new SchemaCommands.Diff(terminal))
        .addSubcommand(new SchemaCommands.Register(terminal));
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
            DeadLetterCommands.of(DeadLetterWords.DEAD_LETTER, terminal),
            DeadLetterCommands.of(DeadLetterWords.LATE, terminal)));
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
