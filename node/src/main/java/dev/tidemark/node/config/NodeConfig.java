package dev.tidemark.node.config;

import dev.tidemark.runtime.base.ConnectionConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration of a node.
 *
 * @param id its name in the cluster, {@code [a-z0-9-]{1,64}}; two live nodes never share one; empty
 *     for the host's name and a few random characters, kept in the data folder
 * @param cluster the prefix of the cluster's topics, {@code tidemark} unless stated
 * @param listen the address of the HTTP server
 * @param connections to Kafka and the registry, those of jobs too; never shown
 * @param dataDir caches, state and logs; one node at a time
 * @param security authentication and encryption
 * @param limits on the requests of clients
 */
public record NodeConfig(
    String id,
    String cluster,
    Listen listen,
    ConnectionConfig connections,
    Path dataDir,
    Security security,
    Limits limits) {

  /** Returns this configuration with another id. */
  public NodeConfig withId(String other) {
    return new NodeConfig(other, cluster, listen, connections, dataDir, security, limits);
  }

  /**
   * The address of the HTTP server.
   *
   * @param host the address to listen on; anything but loopback needs tokens and TLS
   * @param port 0 for any free one
   * @param advertisedUrl the URL for clients and other nodes; empty to derive it from host and port
   */
  public record Listen(String host, int port, Optional<String> advertisedUrl) {
    /** Any free port of the loopback address. */
    public static final Listen LOOPBACK = new Listen("127.0.0.1", 0, Optional.empty());
  }

  /**
   * Authentication and encryption.
   *
   * @param tokens the file of hashed tokens; empty for none, on loopback alone
   * @param peerToken the file with the token that this node uses to ask the others
   * @param tls the key store for TLS
   * @param insecure whether to listen beyond loopback without TLS
   */
  public record Security(
      Optional<Path> tokens, Optional<Path> peerToken, Optional<Tls> tls, boolean insecure) {
    /** No tokens and no TLS. */
    public static final Security NONE =
        new Security(Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /**
   * A key store.
   *
   * @param keyStore PKCS#12
   * @param password the file that holds its password
   * @param trustStore the certificates to trust in requests to other nodes; empty for the JVM's own
   */
  public record Tls(Path keyStore, Path password, Optional<Path> trustStore) {}

  /**
   * Bounds.
   *
   * @param jarBytesMax of one uploaded jar
   * @param jobsMax in the cluster
   * @param connectionsMax of HTTP
   * @param bodyBytesMax of a JSON body
   * @param bodySeconds the time for a JSON body to arrive; a jar gets 20 times as long
   */
  public record Limits(
      long jarBytesMax, int jobsMax, int connectionsMax, int bodyBytesMax, int bodySeconds) {
    /** 256 MiB jars, 500 jobs, 256 connections, 1 MiB in 30 s. */
    public static final Limits DEFAULT = new Limits(256L << 20, 500, 256, 1 << 20, 30);
  }
}
