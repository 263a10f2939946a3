package dev.tidemark.cli.terminal;

import dev.tidemark.client.NodeUnreachableException;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Repeats a query each second. On a terminal the result is redrawn in place; elsewhere each query
 * adds its lines.
 */
public final class Watch {
  private static final long LOOK_EVERY_MS = 1_000;
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final String CLEAR_ALL = "\u001b[2J";

  private final Terminal terminal;

  public Watch(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Returns whether lines are redrawn in place. */
  public boolean redraws() {
    return terminal.outIsTty();
  }

  /**
   * Looks until Ctrl-C, or until the output is closed.
   *
   * @param look gives the lines; an unreachable node is waited for, any other failure is the end
   */
  public void run(Callable<List<String>> look) throws Exception {
    StopSignals.leave(terminal, List.of());
    if (redraws()) {
      terminal.out().print(CLEAR_ALL);
    }
    do {
      show(look(look));
      Thread.sleep(LOOK_EVERY_MS);
    } while (!terminal.out().checkError());
  }

  private static List<String> look(Callable<List<String>> look) throws Exception {
    try {
      return look.call();
    } catch (NodeUnreachableException e) {
      return List.of(e.getMessage() + "; trying again");
    }
  }

  private void show(List<String> lines) {
    if (!redraws()) {
      lines.forEach(terminal.out()::println);
      return;
    }
    StringBuilder frame = new StringBuilder(HOME);
    lines.forEach(line -> frame.append(line).append(CLEAR_LINE).append('\n'));
    terminal.out().print(frame.append(CLEAR_BELOW));
    terminal.out().flush();
  }
}
