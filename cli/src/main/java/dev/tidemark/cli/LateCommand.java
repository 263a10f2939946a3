package dev.tidemark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The late records of a job: those that came when their window was closed. */
@Command(
    name = "late",
    sortOptions = false,
    synopsisSubcommandLabel = "list|stats|requeue|export",
    header = "List or requeue the late records of a job.",
    synopsisHeading = "%nUsage: ",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nVerbs:%n",
    footer = {"", "Example:", "  tidemark late stats revenue"})
final class LateCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "list, stats, requeue or export is missing");
  }

  /** List late records, by topic, partition and offset. */
  @Command(
      name = "list",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "List late records, by topic, partition and offset.",
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Example:", "  tidemark late list revenue --since 2h"})
  static final class ListLate extends LetterListing {
    ListLate(Terminal terminal) {
      super(terminal, LetterWords.LATE);
    }
  }

  /** Count late records by window. */
  @Command(
      name = "stats",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Count late records by window.",
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Example:", "  tidemark late stats revenue"})
  static final class CountLate extends LetterCounting {
    CountLate(Terminal terminal) {
      super(terminal, LetterWords.LATE);
    }
  }

  /** Write late records to their source topics again, each at most once. */
  @Command(
      name = "requeue",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Write late records to their source topics again, each at most once.",
      descriptionHeading = "%n",
      description = {
        "Their windows are closed, so that nothing is done unless --closed-window says what should become of them. Who else "
            + "reads the topic sees the records again, too.",
      },
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {
        "",
        "Example:",
        "  tidemark late requeue revenue --closed-window correct --dry-run"
      })
  static final class RequeueLate extends LetterRequeue {
    RequeueLate(Terminal terminal) {
      super(terminal, LetterWords.LATE);
    }
  }

  /** Write late records with values and headers as JSON, a line each. */
  @Command(
      name = "export",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Write late records with values and headers as JSON, a line each.",
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Example:", "  tidemark late export revenue --file late.jsonl"})
  static final class ExportLate extends LetterExport {
    ExportLate(Terminal terminal) {
      super(terminal, LetterWords.LATE);
    }
  }
}
