package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /**
   * Checks that the ledger can balance: were there two ways, what a source reads once would arrive
   * twice.
   *
   * @throws IllegalStateException when there are two ways from a source to an output
   */
  public void requireOneWayEach() {
    Set<List<String>> known = new HashSet<>();
    for (Path path : all) {
      if (!known.add(List.of(path.source(), path.output()))) {
        throw new IllegalStateException(
            "elements of source %s reach %s on two ways".formatted(path.source(), path.output()));
      }
    }
  }

  /** Follows the nodes of all stages from each source, depth first. */
  private static final class Walk {
    private final PhysicalPlan plan;
    private final List<Path> paths = new ArrayList<>();
    private final Map<String, List<Node>> followers = new HashMap<>();

    Walk(PhysicalPlan plan) {
      this.plan = plan;
      plan.nodes().forEach(this::index);
    }

    List<Path> paths() {
      plan.sources().forEach(source -> follow(source, source, List.of()));
      return paths;
    }

    private void index(Node node) {
      for (String input : node.inputs()) {
        followers.computeIfAbsent(input, id -> new ArrayList<>()).add(node);
      }
    }

    private void follow(Node.Source source, Node node, List<String> before) {
      List<String> nodes = new ArrayList<>(before);
      nodes.add(node.id());
      if (node.output().isPresent()) {
        paths.add(new Path(source.topic(), node.output().get(), nodes));
        return;
      }
      next(node).forEach(next -> follow(source, next, nodes));
    }

    private List<Node> next(Node node) {
      return node.writes()
          .map(output -> List.<Node>of(plan.readerOf(output.exchange()).input()))
          .orElseGet(() -> followers.getOrDefault(node.id(), List.of()));
    }
  }
}
