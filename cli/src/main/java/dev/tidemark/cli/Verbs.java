package dev.tidemark.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** All verbs, in the order and under the headings of the help. */
final class Verbs {
  private Verbs() {}

  /** Adds the verbs. */
  static void addTo(CommandLine root, Terminal terminal) {
    groups(terminal).values().forEach(verbs -> verbs.forEach(root::addSubcommand));
    root.addSubcommand(new CompleteCommand(terminal));
    subcommand(root, "jars")
        .addSubcommand(new JarsCommand.ListJars(terminal))
        .addSubcommand(new JarsCommand.DeleteJar(terminal));
    subcommand(root, "dlq")
        .addSubcommand(new DlqCommand.ListDeadLetters(terminal))
        .addSubcommand(new DlqCommand.ShowDeadLetter(terminal))
        .addSubcommand(new DlqCommand.CountDeadLetters(terminal))
        .addSubcommand(new DlqCommand.RequeueDeadLetters(terminal))
        .addSubcommand(new DlqCommand.DiscardDeadLetters(terminal))
        .addSubcommand(new DlqCommand.ExportDeadLetters(terminal));
    subcommand(root, "late")
        .addSubcommand(new LateCommand.ListLate(terminal))
        .addSubcommand(new LateCommand.CountLate(terminal))
        .addSubcommand(new LateCommand.RequeueLate(terminal))
        .addSubcommand(new LateCommand.ExportLate(terminal));
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
            help -> list(help, terminal));
  }

  private static CommandLine subcommand(CommandLine root, String name) {
    return Objects.requireNonNull(root.getSubcommands().get(name));
  }

  private static Map<String, List<Object>> groups(Terminal terminal) {
    Map<String, List<Object>> groups = new LinkedHashMap<>();
    groups.put("On this machine", List.of(new DemoCommand(terminal), new DevCommand(terminal)));
    groups.put(
        "A job by its jar",
        List.of(new PlanCommand(terminal), new RunCommand(terminal), new LedgerCommand(terminal)));
    groups.put(
        "Jobs of a cluster",
        List.of(
            new SubmitCommand(terminal),
            new UpgradeCommand(terminal),
            new PauseCommand(terminal),
            new ResumeCommand(terminal),
            new StopCommand(terminal),
            new RestartCommand(terminal),
            new DeleteCommand(terminal)));
    groups.put(
        "Look at jobs of a cluster",
        List.of(
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
        List.of(new ReplayCommand(terminal), new DlqCommand(), new LateCommand()));
    groups.put(
        "Topics and schemas",
        List.of(new ProduceCommand(terminal), new ConsumeCommand(terminal), new SchemasCommand()));
    groups.put(
        "The cluster",
        List.of(
            new NodeCommand(terminal),
            new NodesCommand(terminal),
            new EventsCommand(terminal),
            new JarsCommand(),
            new TokenCommand(),
            new ConfigCommand(terminal)));
    groups.put("Help", List.of(new HelpCommand(terminal), new CompletionCommand(terminal)));
    return groups;
  }

  private static String list(Help help, Terminal terminal) {
    StringBuilder text = new StringBuilder();
    groups(terminal)
        .forEach(
            (title, verbs) -> {
              text.append(help.createHeading("%n" + title + ":%n"));
              Help.TextTable rows =
                  Help.TextTable.forColumns(
                      help.colorScheme(),
                      new Help.Column(14, 2, Help.Column.Overflow.SPAN),
                      new Help.Column(86, 0, Help.Column.Overflow.WRAP));
              for (Object verb : verbs) {
                String name = CommandLine.Model.CommandSpec.forAnnotatedObject(verb).name();
                Help of = Objects.requireNonNull(help.subcommands().get(name));
                rows.addRowValues(
                    help.colorScheme().commandText(name),
                    help.colorScheme().text(of.header().strip()));
              }
              text.append(rows);
            });
    return text.toString();
  }
}
