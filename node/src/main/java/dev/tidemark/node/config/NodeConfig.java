package dev.tidemark.node.config;

import dev.tidemark.runtime.base.ConnectionConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a node is run.
 *
 * @param id names it in the cluster, {@code [a-z0-9-]{1,64}}; two live nodes never share one; empty
 *     for the host's name and a few random characters, kept in the data folder
 * @param cluster the prefix of the cluster's topics, {@code tidemark} unless stated
 * @param listen where it serves HTTP
 * @param connections to Kafka and the registry, those of jobs too; never shown
 * @param dataDir caches, state and logs; one node at a time
 * @param security who may ask it, and how it is proved
 * @param limits on what clients may ask
 */
public record NodeConfig(
    String id,
    String cluster,
    Listen listen,
    ConnectionConfig connections,
    Path dataDir,
    Security security,
    Limits limits) {

  /** This configuration with another id. */
  public NodeConfig withId(String other) {
    return new NodeConfig(other, cluster, listen, connections, dataDir, security, limits);
  }

  /**
   * The address of the HTTP server.
   *
   * @param host the address to listen on; anything but loopback needs tokens and TLS
   * @param port 0 for any free one
   * @param advertisedUrl where others reach it; empty to derive it from host and port
   */
  public record Listen(String host, int port, Optional<String> advertisedUrl) {
    /** Any free port of this machine alone. */
    public static final Listen LOOPBACK = new Listen("127.0.0.1", 0, Optional.empty());
  }

  /**
   * Authentication and encryption.
   *
   * @param tokens the file of hashed tokens; empty for none, on loopback alone
   * @param peerToken the file with the token that this node uses to ask the others
   * @param tls how to serve TLS
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
   * @param trustStore what to trust when asking other nodes; empty for the JVM's own
   */
  public record Tls(Path keyStore, Path password, Optional<Path> trustStore) {}

  /**
   * Bounds.
   *
   * @param jarBytesMax of one uploaded jar
   * @param jobsMax in the cluster
   * @param connectionsMax of HTTP
   * @param bodyBytesMax of a JSON body
   * @param bodySeconds how long a JSON body may take to arrive; a jar gets 20 times as long
   */
  public record Limits(
      long jarBytesMax, int jobsMax, int connectionsMax, int bodyBytesMax, int bodySeconds) {
    /** 256 MiB jars, 500 jobs, 256 connections, 1 MiB in 30 s. */
    public static final Limits DEFAULT = new Limits(256L << 20, 500, 256, 1 << 20, 30);
  }
}
