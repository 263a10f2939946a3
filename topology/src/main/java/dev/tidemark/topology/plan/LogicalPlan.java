package dev.tidemark.topology.plan;

import dev.tidemark.serde.codec.SubjectNameStrategy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A job as declared, before planning.
 *
 * <p>Every id is there once, and each node comes after those that it refers to. An id that an
 * author used a second time is kept apart by a mark that no legal name holds, so that the structure
 * stays whole and all problems can be reported together.
 *
 * @param job the name of the job
 * @param nodes in the order in which they were stated
 * @param subjects under which subjects the registry has the schemas of its topics
 */
public record LogicalPlan(
    String job,
    List<Node> nodes,
    Parameters parameters,
    DeclaredSettings statements,
    ErrorPolicies errors,
    SubjectNameStrategy subjects) {
  public LogicalPlan {
    nodes = List.copyOf(nodes);
  }

  /** Creates a plan without error policies and subjects. */
  public LogicalPlan(
      String job, List<Node> nodes, Parameters parameters, DeclaredSettings statements) {
    this(job, nodes, parameters, statements, ErrorPolicies.NONE, SubjectNameStrategy.TOPIC_NAME);
  }

  /** The same job with other nodes. */
  public LogicalPlan withNodes(List<Node> others) {
    return new LogicalPlan(job, others, parameters, statements, errors, subjects);
  }

  /** All nodes of one kind. */
  public <N extends Node> List<N> all(Class<N> kind) {
    return nodes.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The node with an id. */
  public Node node(String id) {
    return nodes.stream()
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the plan has no node " + id));
  }

  /** The table with an id. */
  public Node.Table table(String id) {
    return all(Node.Table.class).stream()
        .filter(table -> table.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the plan has no table " + id));
  }

  /** The same job with other nodes in the place of each of one kind. */
  public <N extends Node> LogicalPlan replacing(Class<N> kind, Function<N, List<Node>> others) {
    List<Node> replaced = new ArrayList<>();
    for (Node node : nodes) {
      replaced.addAll(kind.isInstance(node) ? others.apply(kind.cast(node)) : List.of(node));
    }
    return withNodes(replaced);
  }

  /** The nodes right after one, in the same stage. */
  public List<Node> after(Node node) {
    return nodes.stream().filter(next -> next.inputs().contains(node.id())).toList();
  }

  /**
   * The nodes right before one; none at a source. Looks through exchanges to the nodes that send.
   */
  public List<Node> before(Node node) {
    List<Node> before = new ArrayList<>();
    node.inputs().forEach(input -> before.add(node(input)));
    node.reads()
        .ifPresent(
            exchange ->
                nodes.stream().filter(sender -> sends(sender, exchange)).forEach(before::add));
    return before;
  }

  private static boolean sends(Node node, Exchange exchange) {
    return node.writes().filter(output -> output.exchange().equals(exchange)).isPresent();
  }

  /** The nodes before one, each once, the nearest first, up to and including the sources. */
  public List<Node> upstream(Node node) {
    Set<Node> found = new LinkedHashSet<>();
    Deque<Node> todo = new ArrayDeque<>(before(node));
    while (!todo.isEmpty()) {
      Node next = todo.remove();
      if (found.add(next)) {
        todo.addAll(before(next));
      }
    }
    return List.copyOf(found);
  }

  /** The nodes of one kind before one, the nearest first. */
  public <N extends Node> List<N> upstream(Node node, Class<N> kind) {
    return upstream(node).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The sources that feed a node, in the order of the plan; a source feeds itself. */
  public List<Node.Source> sourcesOf(Node node) {
    List<Node> path = new ArrayList<>(upstream(node));
    path.add(node);
    return all(Node.Source.class).stream().filter(path::contains).toList();
  }

  /**
   * The nearest nodes before another one that make elements rather than passing them on: one on
   * each way.
   */
  public List<Node> makersBefore(Node reached) {
    Set<Node> makers = new LinkedHashSet<>();
    for (Node node : before(reached)) {
      makers.addAll(node.makesElements() ? List.of(node) : makersBefore(node));
    }
    return List.copyOf(makers);
  }
}
