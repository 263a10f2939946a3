package dev.tidemark.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The embedded broker as a process of its own, which a test can kill. Prints the bootstrap servers
 * once clients can connect, and runs until the process is ended or its standard input ends, so that
 * it does not outlive the process that started it.
 *
 * <p>Options, each followed by its value: {@code --port} (by default a free one), {@code
 * --data-dir} (a temporary folder), {@code --property KEY=VALUE} (a broker setting; any number of
 * them), and for one broker of several {@code --cluster-id}, {@code --node-id} and {@code
 * --controller-ports P,P,…}, see {@link Quorum}.
 */
public final class EmbeddedKafkaMain {
  private final Map<String, String> quorum = new HashMap<>();
  private EmbeddedKafka.Options options = EmbeddedKafka.Options.defaults();

  private EmbeddedKafkaMain() {}

  /**
   * Starts and waits.
   *
   * @param arguments options and values
   * @throws IOException if standard input can't be read
   */
  public static void main(String[] arguments) throws IOException {
    EmbeddedKafkaMain main = new EmbeddedKafkaMain();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      main.option(arguments[i], arguments[i + 1]);
    }
    try {
      System.out.println(EmbeddedKafka.start(main.options()).bootstrapServers());
    } catch (StartException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    while (System.in.read() >= 0) {
      continue; // nothing is said, only the end counts
    }
    System.exit(0);
  }

  private void option(String name, String value) {
    switch (name) {
      case "--port" -> options = options.withPort(Integer.parseInt(value));
      case "--data-dir" -> options = options.withDataDir(Path.of(value));
      case "--property" -> {
        int equals = value.indexOf('=');
        options =
            options.withBrokerProperty(value.substring(0, equals), value.substring(equals + 1));
      }
      case "--cluster-id", "--node-id", "--controller-ports" -> quorum.put(name, value);
      default -> throw new IllegalArgumentException("unknown option " + name);
    }
  }

  private EmbeddedKafka.Options options() {
    if (quorum.isEmpty()) {
      return options;
    }
    List<Integer> ports =
        Arrays.stream(needed("--controller-ports").split(",", -1)).map(Integer::valueOf).toList();
    return options.withQuorum(
        new Quorum(needed("--cluster-id"), Integer.parseInt(needed("--node-id")), ports));
  }

  private String needed(String name) {
    String value = quorum.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "one broker of several needs --cluster-id, --node-id and --controller-ports; add "
              + name);
    }
    return value;
  }
}
