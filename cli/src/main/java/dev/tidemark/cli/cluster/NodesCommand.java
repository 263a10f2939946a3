package dev.tidemark.cli.cluster;

import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.cluster.ClusterView;
import dev.tidemark.client.api.cluster.NodeView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the nodes of a cluster. */
@Command(
    name = "nodes",
    header = "List the live nodes of the cluster.",
    footer = {"", "Example:", "  tidemark nodes"})
public final class NodesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public NodesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      ClusterView cluster = client.cluster();
      output
          .list(cluster.nodes(), NodesCommand::table, NodeView::id)
          .forEach(terminal.out()::println);
      if (output.isTable()) {
        terminal
            .err()
            .println(
                "cluster '%s' on Kafka %s; %s answered"
                    .formatted(cluster.cluster(), cluster.kafkaClusterId(), cluster.node()));
      }
    }
    return ExitCode.OK.number();
  }

  private static TextTable table(List<NodeView> nodes) {
    TextTable table =
        new TextTable("NODE", "URL", "VERSION", "UP SINCE", "SEEN", "WORKERS", "STATE");
    for (NodeView node : nodes) {
      table.row(
          node.id(),
          node.url(),
          node.version(),
          Formatting.instant(node.startedAt()),
          Formatting.instant(node.at()),
          node.workers().size(),
          node.leaving() ? "leaving" : "up");
    }
    return table;
  }
}
