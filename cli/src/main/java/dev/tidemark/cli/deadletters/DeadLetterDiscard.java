package dev.tidemark.cli.deadletters;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.Confirmation;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.DiscardView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives dead letters up. */
@Command(name = "discard")
final class DeadLetterDiscard implements Callable<Integer> {
  private static final int PAGE_MAX = 1_000;

  private final Terminal terminal;
  private final DeadLetterWords words;

  @Mixin JobName job = new JobName();
  @Mixin DeadLetterFilterOptions filter = new DeadLetterFilterOptions();
  @Mixin Confirmation confirmation = new Confirmation();
  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      order = 1,
      description = "Why; it is kept permanently.")
  String reason = "";

  @Option(
      names = "--dry-run",
      order = 5,
      description = "Print how many it would be, and do nothing.")
  boolean dryRun;

  DeadLetterDiscard(Terminal terminal, DeadLetterWords words) {
    this.terminal = terminal;
    this.words = words;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      DiscardView planned = all(client, true, 0);
      DiscardView shown = planned;
      if (!dryRun && planned.discarded() > 0) {
        confirmation.require(
            terminal,
            List.of(
                "%s discarded permanently, because: %s"
                    .formatted(words.count(planned.discarded()), Formatting.harmless(reason))));
        shown = all(client, false, planned.discarded());
      }
      output.one(shown, this::text, job.name).forEach(terminal.out()::println);
      if (output.isTable() && planned.discarded() == 0) {
        terminal.err().printf("no open %s fits%n", words.one());
      }
    }
    return ExitCode.OK.number();
  }

  private List<String> text(DiscardView view) {
    String verb = view.dryRun() && view.discarded() > 0 ? "would be discarded" : "discarded";
    return List.of(words.count(view.discarded()) + " " + verb);
  }

  private DiscardView all(NodeClient client, boolean planOnly, long total) {
    DeadLetterFilter wanted = filter.filter(null);
    long discarded = 0;
    try (ProgressLine live = new ProgressLine(terminal)) {
      @Nullable String next = null;
      do {
        DiscardView view =
            client.discard(job.name, new DiscardRequest(wanted, reason, PAGE_MAX, next, planOnly));
        discarded += view.discarded();
        next = view.next();
        if (!planOnly) {
          live.show(ProgressLine.bar("discarding", discarded, total));
        }
      } while (next != null);
    }
    return new DiscardView(job.name, planOnly, discarded, null);
  }
}
