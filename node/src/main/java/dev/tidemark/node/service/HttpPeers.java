package dev.tidemark.node.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.EventStream;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.NodeClientBuilder;
import dev.tidemark.client.NodeUnreachableException;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.cluster.NodeView;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.http.LocalService;
import dev.tidemark.runtime.base.JobException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other nodes over HTTP, one client for each URL. Thread-safe. */
public final class HttpPeers implements Peers {

  private static final Logger LOG = LoggerFactory.getLogger(HttpPeers.class);
  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final int CLIENTS_MAX = 100;

  private final Optional<Path> token;
  private final Optional<Path> trust;
  private final Map<String, NodeClient> clients = new HashMap<>();
  private boolean closed;

  /** Creates the peers; sends no request yet. */
  public HttpPeers(NodeConfig config) {
    this.token = config.security().peerToken();
    this.trust = config.security().tls().flatMap(NodeConfig.Tls::trustStore);
  }

  /**
   * Checks that the token and the trust store can be read.
   *
   * @throws JobException if not
   * @throws JobException if not
   */
  public void check() {
    try {
      builder("http://127.0.0.1").build().close();
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException(
          JobException.Code.CONFIGURATION,
          "other nodes can't be asked: " + e.getMessage(),
          "check peer.token.file and tls.truststore",
          e);
    }
  }

  @Override
  public LocalService of(NodeView node) {
    return new Peer(node);
  }

  @Override
  public synchronized void close() {
    closed = true;
    clients.values().forEach(NodeClient::close);
    clients.clear();
  }

  private synchronized NodeClient client(NodeView node) {
    if (closed) {
      throw ApiException.of(503, "stopping", "the node is stopping", "ask another node");
    }
    NodeClient known = clients.get(node.url());
    if (known != null) {
      return known;
    }
    if (clients.size() >= CLIENTS_MAX) {
      clients.values().forEach(NodeClient::close); // of nodes that are long gone
      clients.clear();
    }
    try {
      NodeClient made = builder(node.url()).build();
      clients.put(node.url(), made);
      return made;
    } catch (IOException | IllegalArgumentException e) {
      throw unreachable(
          node,
          String.valueOf(e.getMessage()),
          "check peer.token.file, tls.truststore and the node's advertised.url");
    }
  }

  private NodeClientBuilder builder(String url) throws IOException {
    NodeClientBuilder builder =
        NodeClient.at(List.of(URI.create(url))).connectTimeout(CONNECT_MAX).timeout(ANSWER_MAX);
    if (token.isPresent()) {
      builder.tokenFile(token.get());
    }
    trust.ifPresent(builder::trust);
    return builder;
  }

  private static ApiException unreachable(NodeView node, String message, String hint) {
    return ApiException.of(
        503, "node_unreachable", "node %s: %s".formatted(node.id(), message), hint);
  }

  private final class Peer implements LocalService {
    private final NodeView node;

    Peer(NodeView node) {
      this.node = node;
    }

    @Override
    public List<LogLine> localLogs(String job, int tail, @Nullable Instant since) {
      return ask(client -> client.localLogs(job, tail, since));
    }

    @Override
    public AutoCloseable followLocalLogs(String job, int tail, Consumer<LogLine> consumer) {
      EventStream<LogLine> feed = ask(client -> client.followLocalLogs(job, tail));
      Thread reader = new Thread(() -> read(feed, consumer), "tidemark-log-of-" + node.id());
      reader.setDaemon(true);
      reader.start();
      return feed;
    }

    @Override
    public List<StoreView> localStores(String job) {
      return ask(client -> client.localStores(job));
    }

    @Override
    public List<StoreAnswer> localQuery(String job, String store, JsonNode key) {
      return ask(client -> client.localQuery(job, store, key));
    }

    /**
     * Converts errors of another node: if it refuses this node's request, that is not an error of
     * the client.
     */
    private <T> T ask(Function<NodeClient, T> question) {
      try {
        return question.apply(client(node));
      } catch (NodeUnreachableException e) {
        throw unreachable(node, String.valueOf(e.getMessage()), e.hint());
      } catch (ApiException e) {
        if (e.status() == 401 || e.status() == 403) {
          throw unreachable(
              node,
              "refuses this one: " + e.getMessage(),
              "give this node a token that the other knows: peer.token.file");
        }
        throw e;
      }
    }

    private void read(EventStream<LogLine> feed, Consumer<LogLine> consumer) {
      try (feed) {
        while (feed.hasNext()) {
          consumer.accept(feed.next());
        }
      } catch (RuntimeException e) {
        LOG.debug("node={} its log is not followed any more: {}", node.id(), e.toString());
      }
    }
  }
}
