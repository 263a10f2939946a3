package dev.tidemark.node;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a node is run.
 *
 * @param id names it in the cluster, {@code [a-z0-9-]{1,64}}; two live nodes never share one; empty
 *     for the host's name and a few random characters, kept in the data folder
 * @param cluster the prefix of the cluster's topics, {@code tidemark} unless stated
 * @param host the address to listen on; anything but loopback needs tokens and TLS
 * @param port 0 for any free one
 * @param advertisedUrl where others reach it; empty to derive it from host and port
 * @param bootstrapServers of Kafka
 * @param kafka further properties of all Kafka clients, those of jobs too (security); never shown
 * @param schemaRegistry settings of the registry client; never shown
 * @param dataDir caches, state and logs; one node at a time
 * @param tokens the file of hashed tokens; empty for none, on loopback alone
 * @param peerToken the file with the token that this node uses to ask the others
 * @param tls how to serve TLS
 * @param insecure whether to listen beyond loopback without TLS
 * @param limits on what clients may ask
 */
public record NodeConfig(
    String id,
    String cluster,
    String host,
    int port,
    Optional<String> advertisedUrl,
    String bootstrapServers,
    Map<String, String> kafka,
    Map<String, String> schemaRegistry,
    Path dataDir,
    Optional<Path> tokens,
    Optional<Path> peerToken,
    Optional<Tls> tls,
    boolean insecure,
    Limits limits) {

  public NodeConfig {
    kafka = Map.copyOf(kafka);
    schemaRegistry = Map.copyOf(schemaRegistry);
  }

  /** This configuration with another id. */
  public NodeConfig withId(String id) {
    return new NodeConfig(
        id,
        cluster,
        host,
        port,
        advertisedUrl,
        bootstrapServers,
        kafka,
        schemaRegistry,
        dataDir,
        tokens,
        peerToken,
        tls,
        insecure,
        limits);
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
