package dev.tidemark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The dead letters of a job: records that it could not process. */
@Command(
    name = "dlq",
    sortOptions = false,
    synopsisSubcommandLabel = "list|show|stats|requeue|discard|export",
    header = "List, requeue or discard the dead letters of a job.",
    synopsisHeading = "%nUsage: ",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nVerbs:%n",
    footer = {"", "Example:", "  tidemark dlq stats revenue"})
final class DlqCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "list, show, stats, requeue, discard or export is missing");
  }

  /** List dead letters, by partition and offset. */
  @Command(
      name = "list",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "List dead letters, by partition and offset.",
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Example:", "  tidemark dlq list revenue --step parse --since 2h"})
  static final class ListDeadLetters extends LetterListing {
    ListDeadLetters(Terminal terminal) {
      super(terminal, LetterWords.DEAD_LETTER);
    }
  }

  /** Print one dead letter: why it failed, and what the record holds. */
  @Command(
      name = "show",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Print one dead letter: why it failed, and what the record holds.",
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Example:", "  tidemark dlq show revenue 1:42"})
  static final class ShowDeadLetter extends LetterShowing {
    ShowDeadLetter(Terminal terminal) {
      super(terminal, LetterWords.DEAD_LETTER);
    }
  }

  /** Count dead letters by step, cause and exception. */
  @Command(
      name = "stats",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Count dead letters by step, cause and exception.",
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Example:", "  tidemark dlq stats revenue"})
  static final class CountDeadLetters extends LetterCounting {
    CountDeadLetters(Terminal terminal) {
      super(terminal, LetterWords.DEAD_LETTER);
    }
  }

  /** Write the records of dead letters to their source topics again, each at most once. */
  @Command(
      name = "requeue",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Write the records of dead letters to their source topics again, each at most once.",
      descriptionHeading = "%n",
      description = {
        "The order of a key is kept. Who else reads the topic sees the records again, too. What is going to happen is said "
            + "before, and has to be confirmed.",
      },
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {
        "",
        "Example:",
        "  tidemark dlq requeue revenue --exception IllegalStateException --dry-run"
      })
  static final class RequeueDeadLetters extends LetterRequeue {
    RequeueDeadLetters(Terminal terminal) {
      super(terminal, LetterWords.DEAD_LETTER);
    }
  }

  /** Give dead letters up; who, when and why is kept. */
  @Command(
      name = "discard",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Give dead letters up; who, when and why is kept.",
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Example:", "  tidemark dlq discard revenue --at 1:42 --reason test-order"})
  static final class DiscardDeadLetters extends LetterDiscard {
    DiscardDeadLetters(Terminal terminal) {
      super(terminal, LetterWords.DEAD_LETTER);
    }
  }

  /** Write dead letters with values and headers as JSON, a line each. */
  @Command(
      name = "export",
      sortOptions = false,
      abbreviateSynopsis = true,
      header = "Write dead letters with values and headers as JSON, a line each.",
      synopsisHeading = "%nUsage: ",
      parameterListHeading = "%nArguments:%n",
      optionListHeading = "%nOptions:%n",
      footer = {"", "Example:", "  tidemark dlq export revenue --state all --file letters.jsonl"})
  static final class ExportDeadLetters extends LetterExport {
    ExportDeadLetters(Terminal terminal) {
      super(terminal, LetterWords.DEAD_LETTER);
    }
  }
}
