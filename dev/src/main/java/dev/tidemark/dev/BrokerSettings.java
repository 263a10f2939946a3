package dev.tidemark.dev;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The broker's configuration: broker and controller in one, small, quick to start and to stop. */
final class BrokerSettings {
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  static final String BROKER_LISTENER = "BROKER";

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
          // Few partitions, since each costs files and start-up time.
          Map.entry("offsets.topic.num.partitions", "5"),
          Map.entry("transaction.state.log.num.partitions", "5"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
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
   * The settings, with the owner's laid over them.
   *
   * @throws StartException if those hold a setting that the embedded broker decides itself
   */
  static Properties of(Path logFolder, int port, Quorum quorum, EmbeddedKafka.Options options) {
    Map<String, String> extra = options.brokerProperties();
    extra.keySet().stream()
        .filter(FIXED::contains)
        .sorted()
        .findFirst()
        .ifPresent(BrokerSettings::refuse);
    Properties settings = new Properties();
    settings.putAll(copies(quorum));
    settings.putAll(BEHAVIOUR);
    settings.putAll(SIZE);
    settings.putAll(extra);
    settings.putAll(identity(logFolder, port, quorum));
    options.users().ifPresent(users -> settings.putAll(users.brokerProperties()));
    return settings;
  }

  private static Map<String, String> copies(Quorum quorum) {
    String copies = Integer.toString(quorum.copies());
    String needed = Integer.toString(quorum.copiesNeeded());
    return Map.ofEntries(
        Map.entry("default.replication.factor", copies),
        Map.entry("min.insync.replicas", needed),
        Map.entry("offsets.topic.replication.factor", copies),
        Map.entry("transaction.state.log.replication.factor", copies),
        Map.entry("transaction.state.log.min.isr", needed),
        Map.entry("share.coordinator.state.topic.replication.factor", copies),
        Map.entry("share.coordinator.state.topic.min.isr", needed));
  }

  private static Map<String, String> identity(Path logFolder, int port, Quorum quorum) {
    String broker = BROKER_LISTENER + "://127.0.0.1:" + port;
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(quorum.nodeId())),
        Map.entry(
            "listeners",
            broker + "," + CONTROLLER_LISTENER + "://127.0.0.1:" + quorum.controllerPort()),
        Map.entry("advertised.listeners", broker),
        Map.entry("controller.listener.names", CONTROLLER_LISTENER),
        Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("inter.broker.listener.name", BROKER_LISTENER),
        Map.entry("controller.quorum.voters", quorum.voters()),
        Map.entry("log.dirs", logFolder.toString()));
  }

  private static void refuse(String key) {
    throw new StartException(
        "broker setting %s is decided by the embedded broker; remove it from the extra settings"
            .formatted(key));
  }
}
