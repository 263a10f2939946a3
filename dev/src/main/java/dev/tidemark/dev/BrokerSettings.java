package dev.tidemark.dev;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The broker's configuration: one node that is broker and controller, small, quick to start and to
 * stop.
 */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String BROKER_LISTENER = "PLAINTEXT";

  private static final Set<String> FIXED =
      Set.of(
          "process.roles",
          "node.id",
          "broker.id",
          "listeners",
          "advertised.listeners",
          "controller.listener.names",
          "listener.security.protocol.map",
          "inter.broker.listener.name",
          "controller.quorum.voters",
          "controller.quorum.bootstrap.servers",
          "log.dir",
          "log.dirs",
          "metadata.log.dir");

  private static final Map<String, String> ONE_NODE =
      Map.ofEntries(
          // One copy of everything, and few partitions, since each costs files and start-up time.
          Map.entry("default.replication.factor", "1"),
          Map.entry("min.insync.replicas", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "5"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "5"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"));

  private static final Map<String, String> BEHAVIOUR =
      Map.ofEntries(
          // A mistyped topic is an error and not a new topic.
          Map.entry("auto.create.topics.enable", "false"),
          // Events carry the time of the past: retention by time would delete them under the job.
          Map.entry("log.retention.ms", "-1"),
          Map.entry("offsets.retention.minutes", "5256000"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          // A broker that was killed can register again only when its old session has ended.
          Map.entry("broker.session.timeout.ms", "6000"),
          Map.entry("broker.heartbeat.interval.ms", "500"),
          // A dead worker's open transaction hides results until it is aborted; don't wait for 10
          // s.
          Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"));

  private static final Map<String, String> SIZE =
      Map.ofEntries(
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"),
          Map.entry("background.threads", "2"),
          Map.entry("num.recovery.threads.per.data.dir", "2"),
          Map.entry("log.cleaner.threads", "1"),
          Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
          Map.entry("log.cleaner.io.buffer.size", "131072"),
          Map.entry("log.index.size.max.bytes", "1048576"),
          Map.entry("controller.quorum.append.linger.ms", "5"));

  private BrokerSettings() {}

  /**
   * The settings, with {@code extra} laid over them.
   *
   * @throws StartException if {@code extra} holds a setting that the embedded broker decides itself
   */
  static Properties of(Path logFolder, int port, int controllerPort, Map<String, String> extra) {
    extra.keySet().stream()
        .filter(FIXED::contains)
        .sorted()
        .findFirst()
        .ifPresent(BrokerSettings::refuse);
    Properties settings = new Properties();
    settings.putAll(ONE_NODE);
    settings.putAll(BEHAVIOUR);
    settings.putAll(SIZE);
    settings.putAll(extra);
    settings.putAll(identity(logFolder, port, controllerPort));
    return settings;
  }

  private static Map<String, String> identity(Path logFolder, int port, int controllerPort) {
    String broker = BROKER_LISTENER + "://127.0.0.1:" + port;
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE_ID)),
        Map.entry(
            "listeners", broker + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort),
        Map.entry("advertised.listeners", broker),
        Map.entry("controller.listener.names", CONTROLLER_LISTENER),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("inter.broker.listener.name", BROKER_LISTENER),
        Map.entry("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort),
        Map.entry("log.dirs", logFolder.toString()));
  }

  private static void refuse(String key) {
    throw new StartException(
        "broker setting %s is decided by the embedded broker; remove it from the extra settings"
            .formatted(key));
  }
}
