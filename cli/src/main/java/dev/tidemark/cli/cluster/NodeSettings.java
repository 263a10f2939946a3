package dev.tidemark.cli.cluster;

import dev.tidemark.cli.option.Access;
import dev.tidemark.cli.option.Settings;
import dev.tidemark.cli.option.StateFolder;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.config.NodeConfig.Limits;
import dev.tidemark.node.config.NodeConfig.Listen;
import dev.tidemark.node.config.NodeConfig.Security;
import dev.tidemark.node.config.NodeConfig.Tls;
import dev.tidemark.runtime.base.ConnectionConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a node by name, as in {@code config/node.properties}. Some are Tidemark's, the
 * registry's have Confluent's names, and the rest is passed to the Kafka clients.
 */
public record NodeSettings(Map<String, String> values) {
  static final String CLUSTER = "cluster.name";
  public static final String ID = "node.id";
  static final String HOST = "listen.host";
  public static final String PORT = "listen.port";
  static final String ADVERTISED_URL = "advertised.url";
  public static final String DATA_DIR = "data.dir";
  static final String TOKENS = "tokens.file";
  static final String PEER_TOKEN = "peer.token.file";
  static final String KEY_STORE = "tls.keystore";
  static final String KEY_STORE_PASSWORD = "tls.keystore.password.file";
  static final String TRUST_STORE = "tls.truststore";
  static final String INSECURE = "insecure";

  private static final String JAR_BYTES = "limit.jar.bytes";
  private static final String JOBS = "limit.jobs";
  private static final String CONNECTIONS = "limit.connections";
  private static final String BODY_BYTES = "limit.body.bytes";
  private static final String BODY_SECONDS = "limit.body.seconds";
  private static final int PORT_MAX = 65_535;

  private static final List<String> OURS =
      List.of(
          Settings.BOOTSTRAP_SERVERS,
          CLUSTER,
          ID,
          HOST,
          PORT,
          ADVERTISED_URL,
          DATA_DIR,
          TOKENS,
          PEER_TOKEN,
          KEY_STORE,
          KEY_STORE_PASSWORD,
          TRUST_STORE,
          INSECURE,
          JAR_BYTES,
          JOBS,
          CONNECTIONS,
          BODY_BYTES,
          BODY_SECONDS);

  public NodeSettings {
    values = Map.copyOf(values);
  }

  /** Returns the settings of the environment, with defaults for those not set. */
  public static NodeSettings ofEnvironment(Terminal terminal) {
    Map<String, String> values =
        new TreeMap<>(
            Map.of(
                CLUSTER, "tidemark",
                HOST, "127.0.0.1",
                PORT, "8080",
                INSECURE, "false",
                DATA_DIR, StateFolder.root("node", terminal.environment()).toString()));
    Map<String, String> ofRun = Settings.ofEnvironment(terminal.environment()).values();
    for (String shared : List.of(Settings.BOOTSTRAP_SERVERS, Settings.REGISTRY_URL)) {
      values.put(shared, ofRun.getOrDefault(shared, ""));
    }
    return new NodeSettings(values);
  }

  /** Returns these settings overlaid by others. */
  public NodeSettings with(Map<String, String> others) {
    Map<String, String> both = new TreeMap<>(values);
    both.putAll(others);
    return new NodeSettings(both);
  }

  /** Returns these settings with one more, if there is a value. */
  NodeSettings with(String name, @Nullable Object value) {
    return value == null ? this : with(Map.of(name, value.toString()));
  }

  /** Returns these settings with an address that is stated as {@code HOST:PORT}. */
  NodeSettings listeningAt(@Nullable String address) {
    if (address == null) {
      return this;
    }
    int colon = address.lastIndexOf(':');
    if (colon <= 0) {
      throw invalid("--listen", address, "give HOST:PORT, e.g. 127.0.0.1:8080 or [::1]:8080");
    }
    String host = address.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    return with(Map.of(HOST, host, PORT, address.substring(colon + 1)));
  }

  public NodeConfig nodeConfig() {
    Path dataDir = Path.of(value(DATA_DIR));
    return new NodeConfig(
        find(ID).orElseGet(() -> NodeIdentity.keptIn(dataDir)),
        value(CLUSTER),
        new Listen(
            value(HOST),
            (int) number(PORT, "8080", 0, PORT_MAX),
            find(ADVERTISED_URL).map(url -> Access.url(url).toString())),
        new ConnectionConfig(
            value(Settings.BOOTSTRAP_SERVERS),
            filtered(name -> !OURS.contains(name) && !Settings.isRegistry(name)),
            filtered(Settings::isRegistry)),
        dataDir,
        new Security(file(TOKENS), file(PEER_TOKEN), tls(), flag(INSECURE)),
        limits());
  }

  private Optional<Tls> tls() {
    Optional<Path> keyStore = file(KEY_STORE);
    Optional<Path> password = file(KEY_STORE_PASSWORD);
    if (keyStore.isPresent() != password.isPresent()) {
      throw new CommandException(
          ExitCode.USAGE,
          "TLS needs both a key store and the file with its password",
          "state %s and %s, or neither".formatted(KEY_STORE, KEY_STORE_PASSWORD));
    }
    return keyStore.map(store -> new Tls(store, password.orElseThrow(), file(TRUST_STORE)));
  }

  private Limits limits() {
    Limits most = Limits.DEFAULT;
    return new Limits(
        number(JAR_BYTES, Long.toString(most.jarBytesMax()), 1, 4L << 30),
        (int) number(JOBS, Integer.toString(most.jobsMax()), 1, 10_000),
        (int) number(CONNECTIONS, Integer.toString(most.connectionsMax()), 1, 10_000),
        (int) number(BODY_BYTES, Integer.toString(most.bodyBytesMax()), 1_024, 64 << 20),
        (int) number(BODY_SECONDS, Integer.toString(most.bodySeconds()), 1, 3_600));
  }

  private String value(String name) {
    return find(name)
        .orElseThrow(() -> invalid(name, "", "state a value, see config/node.properties"));
  }

  private Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  private Optional<Path> file(String name) {
    return find(name).map(Path::of);
  }

  private Map<String, String> filtered(Predicate<String> chosen) {
    Map<String, String> some = new TreeMap<>(values);
    some.keySet().removeIf(name -> !chosen.test(name));
    return some;
  }

  private boolean flag(String name) {
    String value = find(name).orElse("false");
    if (!List.of("true", "false").contains(value)) {
      throw invalid(name, value, "give true or false");
    }
    return Boolean.parseBoolean(value);
  }

  private long number(String name, String otherwise, long min, long max) {
    String value = find(name).orElse(otherwise);
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw invalid(name, value, "give a whole number from %,d to %,d".formatted(min, max));
  }

  private static CommandException invalid(String name, String value, String hint) {
    return new CommandException(
        ExitCode.USAGE, "invalid value for %s: '%s'".formatted(name, value), hint);
  }
}
