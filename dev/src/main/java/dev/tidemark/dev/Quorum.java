package dev.tidemark.dev;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * The place of one broker in a cluster of several, all of this machine: each is broker and
 * controller at once, and a majority of them decides. They keep as many copies of everything as
 * there are brokers, at most three, and continue while all but one of the copies are there.
 *
 * @param clusterId the same for all; {@link #newClusterId} makes one
 * @param nodeId which of them this is, counted from 1
 * @param controllerPorts the ports, 1 to 65535, on which brokers 1, 2, … talk with each other about
 *     the cluster; known before any of them starts
 */
public record Quorum(String clusterId, int nodeId, List<Integer> controllerPorts) {
  private static final int COPIES_MAX = 3;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no such node, or a port is out of its range
   */
  public Quorum {
    controllerPorts = List.copyOf(controllerPorts);
    if (nodeId < 1 || nodeId > controllerPorts.size()) {
      throw new IllegalArgumentException(
          "broker %d is not one of %d; count from 1".formatted(nodeId, controllerPorts.size()));
    }
    controllerPorts.forEach(Ports::check);
  }

  /** An identity for a new cluster. */
  public static String newClusterId() {
    return Uuid.randomUuid().toString();
  }

  /** A cluster of one. */
  static Quorum single(int controllerPort) {
    return new Quorum(newClusterId(), 1, List.of(controllerPort));
  }

  int controllerPort() {
    return controllerPorts.get(nodeId - 1);
  }

  /** Returns the number of copies of each partition. */
  int copies() {
    return Math.min(COPIES_MAX, controllerPorts.size());
  }

  /** Returns how many copies must be there for a write to succeed. */
  int copiesNeeded() {
    return Math.max(1, copies() - 1);
  }

  /** As {@code controller.quorum.voters} has them. */
  String voters() {
    return addresses().entrySet().stream()
        .map(voter -> voter.getKey() + "@127.0.0.1:" + voter.getValue().getPort())
        .sorted()
        .collect(Collectors.joining(","));
  }

  Map<Integer, InetSocketAddress> addresses() {
    return IntStream.rangeClosed(1, controllerPorts.size())
        .boxed()
        .collect(
            Collectors.toMap(
                Function.identity(),
                node -> new InetSocketAddress(Ports.loopback(), controllerPorts.get(node - 1))));
  }
}
