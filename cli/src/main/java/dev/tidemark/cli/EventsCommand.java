package dev.tidemark.cli;

import dev.tidemark.node.api.EventView;
import dev.tidemark.node.client.Feed;
import dev.tidemark.node.client.NodeClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what happens in a cluster. */
@Command(
    name = "events",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Print what happens in the cluster from now on, until Ctrl-C.",
    synopsisHeading = "%nUsage: ",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tidemark events -o jsonl"})
final class EventsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  EventsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      StopSignals.leave(terminal, List.of());
      try (Feed<EventView> events = client.events()) {
        while (events.hasNext() && !terminal.out().checkError()) {
          print(events.next());
        }
      }
    }
    return ExitCode.OK.number();
  }

  private void print(EventView event) {
    String line =
        switch (output.format) {
          case table ->
              "%s  %-13s  %s%s"
                  .formatted(
                      event.at(), event.type(), Texts.harmless(event.subject()), state(event));
          case json, jsonl -> OutputOptions.compact(event);
          case name -> event.subject();
        };
    terminal.out().println(line);
  }

  private static String state(EventView event) {
    String state = event.data().path("state").asText("");
    return state.isEmpty() ? "" : "  " + Texts.harmless(state);
  }
}
