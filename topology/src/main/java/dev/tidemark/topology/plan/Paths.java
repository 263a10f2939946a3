package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ways that elements take through a plan, from a source to where they are accounted for: the
 * first window on the way, or else a sink. One entry of the ledger stands for each path.
 *
 * @param all in the order of the plan
 */
public record Paths(List<Path> all) {
  public Paths {
    all = List.copyOf(all);
  }

  /**
   * One way.
   *
   * @param source the topic where it begins
   * @param output the id of the window or sink where it ends
   * @param nodes the ids of the nodes on it, in order and across stages: the source first; last the
   *     sink, or the first phase of the window
   */
  public record Path(String source, String output, List<String> nodes) {
    public Path {
      nodes = List.copyOf(nodes);
    }
  }

  /** All paths of a plan. */
  public static Paths of(PhysicalPlan plan) {
    return new Paths(new Walk(plan).paths());
  }

  /** The paths that begin at a source topic. */
  public List<Path> from(String topic) {
    return all.stream().filter(path -> path.source().equals(topic)).toList();
  }

  /** Follows the nodes of all stages from each source, depth first. */
  private static final class Walk {
    private final List<Path> paths = new ArrayList<>();
    private final Map<String, List<Node>> followers = new HashMap<>();
    private final Map<Exchange, Node> receivers = new HashMap<>();
    private final List<Node.Source> sources = new ArrayList<>();

    Walk(PhysicalPlan plan) {
      plan.stages().stream().flatMap(stage -> stage.nodes().stream()).forEach(this::index);
    }

    List<Path> paths() {
      sources.forEach(source -> follow(source, source, List.of()));
      return paths;
    }

    private void index(Node node) {
      if (node instanceof Node.Inner inner) {
        followers.computeIfAbsent(inner.input(), id -> new ArrayList<>()).add(node);
      }
      if (node instanceof Node.ReceiveElements receive) {
        receivers.put(receive.exchange(), receive);
      }
      if (node instanceof Node.Source source) {
        sources.add(source);
      }
    }

    private void follow(Node.Source source, Node node, List<String> before) {
      List<String> nodes = new ArrayList<>(before);
      nodes.add(node.id());
      if (node instanceof Node.PartialWindow partial) {
        paths.add(new Path(source.topic(), partial.window().id(), nodes));
        return;
      }
      if (node instanceof Node.Sink) {
        paths.add(new Path(source.topic(), node.id(), nodes));
        return;
      }
      next(node).forEach(next -> follow(source, next, nodes));
    }

    private List<Node> next(Node node) {
      if (node instanceof Node.SendElements send) {
        Node receiver = receivers.get(send.exchange());
        return receiver == null ? List.of() : List.of(receiver);
      }
      return followers.getOrDefault(node.id(), List.of());
    }
  }
}
