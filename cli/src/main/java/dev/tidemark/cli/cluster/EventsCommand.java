package dev.tidemark.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.Following;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.EventStream;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.cluster.EventView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints what happens in a cluster. */
@Command(
    name = "events",
    header = "Print what happens in the cluster from now on, until Ctrl-C.",
    footer = {"", "Example:", "  tidemark events -o jsonl"})
public final class EventsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public EventsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      StopSignals.leave(terminal, List.of());
      try (EventStream<EventView> events = client.events()) {
        Following.print(events, terminal, this::print);
      }
    }
    return ExitCode.OK.number();
  }

  private void print(EventView event) {
    String line =
        switch (output.format) {
          case table ->
              "%s  %-13s  %s  %s"
                  .formatted(
                      Formatting.instant(event.at()),
                      event.type(),
                      Formatting.harmless(event.subject()),
                      Formatting.harmless(details(event.data())))
                  .stripTrailing();
          case json, jsonl -> OutputOptions.compact(event);
          case name -> event.subject();
        };
    terminal.out().println(line);
  }

  /** Describes the change by the fields of the data; each kind of event has some of them. */
  private static String details(JsonNode data) {
    StringBuilder details = new StringBuilder();
    if (data.hasNonNull("to")) {
      if (data.hasNonNull("node")) {
        details.append("on ").append(data.path("node").asText()).append(": ");
      }
      if (data.hasNonNull("from") && !data.path("from").equals(data.path("to"))) {
        details.append(data.path("from").asText()).append(" -> ");
      }
      details.append(data.path("to").asText());
      if (data.hasNonNull("reason")) {
        details.append(": ").append(data.path("reason").asText());
      }
    } else if (data.hasNonNull("changed_by")) {
      details
          .append("version %s, run %s, ".formatted(data.path("version"), data.path("run")))
          .append(data.path("desired_state").asText())
          .append(", by ")
          .append(data.path("changed_by").asText());
    } else {
      details.append(data.path("url").asText(""));
    }
    return details.toString();
  }
}
