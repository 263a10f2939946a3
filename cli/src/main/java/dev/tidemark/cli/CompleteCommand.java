package dev.tidemark.cli;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.ContextsFile;
import dev.tidemark.cli.option.NodeConnection;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.cluster.JarView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Prints names for the completion script, one a line. The user has pressed Tab, so it answers
 * quickly, and prints nothing on any failure.
 */
@Command(name = "__complete", hidden = true)
final class CompleteCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMillis(1_500);

  private final Terminal terminal;

  @Parameters(paramLabel = "WHAT")
  What what = What.jobs;

  @Mixin ClientOptions options = new ClientOptions();

  CompleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The kinds of names to complete; named as they are typed. */
  enum What {
    jobs,
    jars,
    contexts
  }

  @Override
  public Integer call() {
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    Thread asking = new Thread(() -> names.complete(names()), "complete");
    asking.setDaemon(true);
    asking.start();
    names
        .completeOnTimeout(List.of(), LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .join()
        .forEach(terminal.out()::println);
    return ExitCode.OK.number();
  }

  private List<String> names() {
    try {
      if (what == What.contexts) {
        return List.copyOf(ContextsFile.of(terminal).read().contexts().keySet());
      }
      try (NodeClient client = NodeConnection.openBriefly(options.access(terminal), LIMIT)) {
        return what == What.jobs
            ? client.jobs().stream().map(job -> job.spec().name()).toList()
            : client.jars().stream().map(JarView::id).toList();
      }
    } catch (RuntimeException e) {
      return List.of();
    }
  }
}
