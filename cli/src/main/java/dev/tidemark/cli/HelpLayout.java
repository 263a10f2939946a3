package dev.tidemark.cli;

import dev.tidemark.cli.option.CommandGroup;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The layout that all help texts share: headings, and the order of options. */
final class HelpLayout {
  private HelpLayout() {}

  /** Sets the layout of a command and of all commands below it. */
  static void applyTo(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage
        .sortOptions(false)
        .synopsisHeading("%nUsage: ")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n");
    if (usage.description().length > 0) { // the heading is printed even without a description
      usage.descriptionHeading("%n");
    }
    if (command.getParent() != null) { // the root lists its commands under headings of its own
      usage.commandListHeading("%nVerbs:%n");
    }
    if (command.getSubcommands().isEmpty()) {
      usage.abbreviateSynopsis(true);
    }
    if (command.getCommand() instanceof CommandGroup) {
      usage.synopsisSubcommandLabel(String.join("|", command.getSubcommands().keySet()));
    }
    command.getSubcommands().values().forEach(HelpLayout::applyTo);
  }
}
