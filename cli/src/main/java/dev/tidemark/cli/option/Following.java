package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.EventStream;
import java.util.function.Consumer;

/** Prints the event stream of a node. */
public final class Following {
  private Following() {}

  /** Prints until the output is closed; it is a failure if the node ends the stream first. */
  public static <T> void print(EventStream<T> feed, Terminal terminal, Consumer<T> printer) {
    while (!terminal.out().checkError()) {
      if (!feed.hasNext()) {
        throw new CommandException(
            ExitCode.NODE_UNREACHABLE,
            "the node has ended it, as it does when it stops",
            "run it again; another node of the cluster can be asked as well");
      }
      printer.accept(feed.next());
    }
  }
}
