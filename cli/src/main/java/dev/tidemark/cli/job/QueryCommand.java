package dev.tidemark.cli.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.cli.option.ClientOptions;
import dev.tidemark.cli.option.JobName;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Asks a job what it holds. A verb and not a group: there is one thing to do, and what is left out
 * is answered by what could stand there.
 */
@Command(
    name = "query",
    header = "Ask what a job holds under a key: a table's value, or the open windows.",
    description = {
      "Without KEY it lists the stores that can be asked. The owner of the key answers what it has committed; AS OF "
          + "and how many records it is behind are printed with it.",
    },
    footer = {"", "Example:", "  tidemark query revenue revenue-panes EMEA"})
public final class QueryCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin JobName job = new JobName();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STORE",
      description = "Which store; without it they are listed.")
  @Nullable String store;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "KEY",
      description = "The key: text, a number, or the JSON of an Avro record.")
  @Nullable String key;

  @Mixin ClientOptions options = new ClientOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public QueryCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (NodeClient client = options.connect(terminal)) {
      List<StoreView> stores = client.stores(job.name);
      if (store == null) {
        list(stores);
        return ExitCode.OK.number();
      }
      StoreView chosen = choose(stores, store);
      if (key == null) {
        list(List.of(chosen));
        return ExitCode.OK.number();
      }
      StoreAnswer answer = client.query(job.name, chosen.name(), parse(key, chosen.keyType()));
      output
          .one(answer, shown -> table(shown).lines(), answer.key().toString())
          .forEach(terminal.out()::println);
      sayHowFresh(answer);
      return (answer.found() ? ExitCode.OK : ExitCode.NOT_FOUND).number();
    }
  }

  private void list(List<StoreView> stores) {
    output.list(stores, QueryCommand::stores, StoreView::name).forEach(terminal.out()::println);
    if (output.isTable()) {
      terminal
          .err()
          .println(
              stores.isEmpty()
                  ? "no worker of '" + job.name + "' holds a store now"
                  : "ask one: tidemark query " + job.name + " STORE KEY");
    }
  }

  private void sayHowFresh(StoreAnswer answer) {
    if (output.isTable()) {
      terminal
          .err()
          .printf(
              "%s, partition %d of %s, as of %s%s%s%n",
              answer.found() ? "found" : "nothing under this key",
              answer.partition(),
              answer.node(),
              answer.asOf(),
              answer.behind() == null
                  ? ""
                  : ", " + Formatting.count(answer.behind(), "record") + " behind",
              answer.truncated() ? "; there are more than these" : "");
    }
  }

  private static StoreView choose(List<StoreView> stores, String name) {
    return stores.stream()
        .filter(store -> store.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.NOT_FOUND,
                    "there is no store '" + name + "' to ask now",
                    stores.isEmpty()
                        ? "look whether the job runs: tidemark status NAME"
                        : "stores: "
                            + String.join(", ", stores.stream().map(StoreView::name).toList())));
  }

  /** Text needs no quotes: what a shell leaves of them would be part of the key. */
  private static JsonNode parse(String key, String keyType) {
    if (keyType.equals("string")) {
      return TextNode.valueOf(key);
    }
    try {
      JsonNode json = Json.mapper().readTree(key);
      return json.isMissingNode() ? TextNode.valueOf(key) : json;
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(key);
    }
  }

  private static TextTable stores(List<StoreView> stores) {
    TextTable table = new TextTable("STORE", "CONTENT", "OF", "KEY TYPE");
    stores.forEach(store -> table.row(store.name(), store.content(), store.of(), store.keyType()));
    return table;
  }

  private static TextTable table(StoreAnswer answer) {
    TextTable table = new TextTable("WINDOW START", "WINDOW END", "COUNT", "VALUE");
    for (StoreAnswer.Entry entry : answer.entries()) {
      table.row(
          entry.windowStart() == null ? "-" : entry.windowStart(),
          entry.windowEnd() == null ? "-" : entry.windowEnd(),
          entry.count() == null ? "-" : entry.count(),
          Formatting.harmless(entry.value().toString()));
    }
    return table;
  }
}
