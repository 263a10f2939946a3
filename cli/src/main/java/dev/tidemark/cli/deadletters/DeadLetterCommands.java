package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.option.CommandGroup;
import dev.tidemark.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands about dead letters, {@code dlq}, and about late records, {@code late}. */
public final class DeadLetterCommands {
  private final CommandLine group;

  private DeadLetterCommands(DeadLetterWords words, String header) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new CommandGroup()).name(words.verb());
    group = new CommandLine(spec);
    describe(group, header, "stats revenue");
  }

  /** The group of commands about one kind. */
  public static CommandLine of(DeadLetterWords words, Terminal terminal) {
    return switch (words) {
      case DEAD_LETTER -> deadLetters(words, terminal);
      case LATE -> late(words, terminal);
    };
  }

  private static CommandLine deadLetters(DeadLetterWords words, Terminal terminal) {
    return new DeadLetterCommands(words, "List, requeue or discard the dead letters of a job.")
        .add(
            new DeadLetterListing(terminal, words),
            "List dead letters, by partition and offset.",
            "list revenue --step parse --since 2h")
        .add(
            new DeadLetterShowing(terminal, words),
            "Print one dead letter: why it failed, and what the record holds.",
            "show revenue 1:42")
        .add(
            new DeadLetterStatsCommand(terminal, words),
            "Count dead letters by step, cause and exception.",
            "stats revenue")
        .add(
            new DeadLetterRequeue(terminal, words),
            "Write the records of dead letters to their source topics again, each at most once.",
            "requeue revenue --exception IllegalStateException --dry-run",
            "The order of a key is kept. Who else reads the topic sees the records again, too. What is going to happen is said "
                + "before, and has to be confirmed.")
        .add(
            new DeadLetterDiscard(terminal, words),
            "Give dead letters up; who, when and why is kept.",
            "discard revenue --at 1:42 --reason test-order")
        .add(
            new DeadLetterExport(terminal, words),
            "Write dead letters with values and headers as JSON, a line each.",
            "export revenue --state all --file letters.jsonl")
        .group;
  }

  private static CommandLine late(DeadLetterWords words, Terminal terminal) {
    return new DeadLetterCommands(words, "List or requeue the late records of a job.")
        .add(
            new DeadLetterListing(terminal, words),
            "List late records, by topic, partition and offset.",
            "list revenue --since 2h")
        .add(
            new DeadLetterStatsCommand(terminal, words),
            "Count late records by window.",
            "stats revenue")
        .add(
            new DeadLetterRequeue(terminal, words),
            "Write late records to their source topics again, each at most once.",
            "requeue revenue --closed-window correct --dry-run",
            "Their windows are closed, so that nothing is done unless --closed-window says what should become of them. Who else "
                + "reads the topic sees the records again, too.")
        .add(
            new DeadLetterExport(terminal, words),
            "Write late records with values and headers as JSON, a line each.",
            "export revenue --file late.jsonl")
        .group;
  }

  private DeadLetterCommands add(
      Object verb, String header, String example, String... description) {
    CommandLine command = new CommandLine(verb);
    describe(command, header, example, description);
    group.addSubcommand(command);
    return this;
  }

  private void describe(CommandLine command, String header, String example, String... text) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    String line = "  tidemark " + group.getCommandName() + " " + example;
    usage.header(header).description(text).footer("", "Example:", line);
  }
}
