package dev.tidemark.topology.plan;

import dev.tidemark.serde.SubjectNameStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a job says, before anything is decided about how it runs.
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
    Statements statements,
    ErrorPolicies errors,
    SubjectNameStrategy subjects) {
  public LogicalPlan {
    nodes = List.copyOf(nodes);
  }

  /** A plan that says nothing about errors and subjects. */
  public LogicalPlan(String job, List<Node> nodes, Parameters parameters, Statements statements) {
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

  /** The nodes right after one. */
  public List<Node> after(Node node) {
    List<Node> followers = new ArrayList<>();
    for (Node.Inner inner : all(Node.Inner.class)) {
      if (inner.input().equals(node.id())) {
        followers.add(inner);
      }
    }
    return followers;
  }

  /**
   * The node right before one; empty at a source. Looks through exchanges to the node that sends.
   */
  public Optional<Node> before(Node node) {
    if (node instanceof Node.Inner inner) {
      return Optional.of(node(inner.input()));
    }
    if (node instanceof Node.ReceiveElements receive) {
      return all(Node.SendElements.class).stream()
          .filter(send -> send.exchange().equals(receive.exchange()))
          .map(Node.class::cast)
          .findFirst();
    }
    if (node instanceof Node.FinalWindow last) {
      return all(Node.PartialWindow.class).stream()
          .filter(partial -> partial.exchange().equals(last.exchange()))
          .map(Node.class::cast)
          .findFirst();
    }
    return Optional.empty();
  }

  /** The nodes before one, the nearest first, up to and including the source. */
  public List<Node> upstream(Node node) {
    List<Node> path = new ArrayList<>();
    Optional<Node> next = before(node);
    while (next.isPresent()) {
      path.add(next.get());
      next = before(next.get());
    }
    return path;
  }

  /** The source that feeds a node. */
  public Node.Source sourceOf(Node node) {
    if (node instanceof Node.Source source) {
      return source;
    }
    List<Node> path = upstream(node);
    return (Node.Source) path.get(path.size() - 1);
  }
}
