package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.EventStream;
import java.util.function.Consumer;

/** Prints what a node goes on to tell. */
public final class Following {
  private Following() {}

  /** Prints until nobody reads it any more; that the node ends it first is a failure. */
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
