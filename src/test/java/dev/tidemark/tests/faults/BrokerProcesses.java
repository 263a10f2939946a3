package dev.tidemark.tests.faults;

import dev.tidemark.dev.EmbeddedKafkaMain;
import dev.tidemark.dev.Quorum;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.FreePorts;
import dev.tidemark.tests.base.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Kafka cluster whose brokers are processes, which can be killed, frozen and started again with
 * their data. They are counted from 0.
 */
final class BrokerProcesses implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final int STARTS_MAX = 3;

  private final Path folder;
  private final Map<String, String> properties;
  private final String clusterId = Quorum.newClusterId();
  private final List<Integer> ports;
  private final List<Integer> controllerPorts;
  private final List<JavaProcess> processes = new ArrayList<>();

  private BrokerProcesses(Path folder, int count, Map<String, String> properties) {
    this.folder = folder;
    this.properties = properties;
    List<Integer> free = FreePorts.take(2 * count);
    this.ports = free.subList(0, count);
    this.controllerPorts = free.subList(count, 2 * count);
  }

  /**
   * Starts brokers, and returns when clients can connect to all of them.
   *
   * @param folder for data and logs; must exist
   */
  static BrokerProcesses start(int count, Path folder) {
    return start(count, folder, Map.of());
  }

  /** The same with more settings of the brokers. */
  static BrokerProcesses start(int count, Path folder, Map<String, String> properties) {
    for (int attempt = 1; ; attempt++) {
      BrokerProcesses brokers =
          new BrokerProcesses(folder.resolve("brokers-" + attempt), count, properties);
      try {
        brokers.startAll();
        return brokers;
      } catch (AssertionError e) {
        brokers.close();
        if (attempt == STARTS_MAX
            || !String.valueOf(e.getMessage()).contains("is in use by another program")) {
          throw e;
        }
      }
    }
  }

  private void startAll() {
    createFolder();
    for (int broker = 0; broker < ports.size(); broker++) {
      processes.add(process(broker));
    }
    for (int broker = 0; broker < ports.size(); broker++) {
      awaitStarted(broker);
    }
  }

  private void createFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for brokers", e);
    }
  }

  private JavaProcess process(int broker) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--port", ports.get(broker).toString()));
    arguments.addAll(List.of("--data-dir", folder.resolve("broker-" + broker).toString()));
    arguments.addAll(List.of("--cluster-id", clusterId));
    arguments.addAll(List.of("--node-id", Integer.toString(broker + 1)));
    arguments.add("--controller-ports");
    arguments.add(controllerPorts.stream().map(String::valueOf).collect(Collectors.joining(",")));
    properties.forEach((key, value) -> arguments.addAll(List.of("--property", key + "=" + value)));
    return JavaProcess.start(
        new JavaProcess.Command(
            "broker " + broker,
            List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"),
            EmbeddedKafkaMain.class.getName(),
            arguments,
            Map.of(),
            log(broker)));
  }

  private void awaitStarted(int broker) {
    JavaProcess process = processes.get(broker);
    String answer = "127.0.0.1:" + ports.get(broker) + System.lineSeparator();
    Await.until(
        () -> "clients can connect to " + process.lastWords(),
        START,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("has ended: " + process.lastWords());
          }
          return process.log().contains(answer);
        });
  }

  /** Where clients connect: all of them. */
  String bootstrapServers() {
    return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  int count() {
    return processes.size();
  }

  /** {@code kill -9}. */
  void kill(int broker) {
    processes.get(broker).kill();
  }

  /** Starts a broker that was killed; returns at once. */
  void restart(int broker) {
    processes.set(broker, process(broker));
  }

  void freeze(int broker) {
    processes.get(broker).freeze();
  }

  void thaw(int broker) {
    processes.get(broker).thaw();
  }

  /** Those that have ended. */
  List<Integer> ended() {
    return IntStream.range(0, processes.size())
        .filter(broker -> !processes.get(broker).isAlive())
        .boxed()
        .toList();
  }

  /** The end of what each of them has said. */
  String lastWords() {
    return processes.stream().map(JavaProcess::lastWords).collect(Collectors.joining("\n"));
  }

  private Path log(int broker) {
    return folder.resolve("broker-" + broker + ".log");
  }

  /** Kills all of them. */
  @Override
  public void close() {
    processes.forEach(JavaProcess::close);
  }
}
