package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.config.NodeConfig.Limits;
import dev.tidemark.node.http.ApiServer;
import dev.tidemark.node.http.LocalService;
import dev.tidemark.runtime.base.ConnectionConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A fake cluster behind the HTTP server of a real node, on a free port of this machine. */
public final class FakeNode implements AutoCloseable {
  public final FakeCluster cluster = new FakeCluster();

  private final ApiServer server;
  private final Path home;

  private FakeNode(Path home, Optional<Path> tokens) {
    this.home = home;
    NodeConfig config =
        new NodeConfig(
            "node-a",
            "tidemark",
            NodeConfig.Listen.LOOPBACK,
            new ConnectionConfig("nowhere:1", Map.of(), Map.of()),
            home,
            new NodeConfig.Security(tokens, Optional.empty(), Optional.empty(), false),
            Limits.DEFAULT);
    this.server = ApiServer.start(config, cluster, new NothingLocal());
  }

  /** Starts it; {@code home} holds the settings of those who ask. */
  public static FakeNode start(Path home) {
    return new FakeNode(home, Optional.empty());
  }

  /** Starts one that wants tokens. */
  static FakeNode start(Path home, Path tokens) {
    return new FakeNode(home, Optional.of(tokens));
  }

  String url() {
    return server.url();
  }

  /** The environment of those who ask it. */
  Map<String, String> environment() {
    return new HashMap<>(Map.of("TIDEMARK_URL", url(), "XDG_CONFIG_HOME", home.toString()));
  }

  /** Runs a command that asks it. */
  public Invocation run(String... args) {
    return Invocation.with(environment(), args);
  }

  /** Runs a command at a terminal, with these answers. */
  public Invocation answering(String answers, String... args) {
    return Invocation.answering(environment(), answers, args);
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class NothingLocal implements LocalService {
    @Override
    public List<LogLine> localLogs(String job, int tail, @Nullable Instant since) {
      return List.of();
    }

    @Override
    public AutoCloseable followLocalLogs(String job, int tail, Consumer<LogLine> consumer) {
      return () -> {};
    }

    @Override
    public List<StoreView> localStores(String job) {
      return List.of();
    }

    @Override
    public List<StoreAnswer> localQuery(String job, String store, JsonNode key) {
      return List.of();
    }
  }
}
