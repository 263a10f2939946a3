package dev.tidemark.topology.dsl;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.SubjectNameStrategy;
import dev.tidemark.topology.plan.DeclaredSettings;
import dev.tidemark.topology.plan.DeclaredSettings.Meaning;
import dev.tidemark.topology.plan.DeclaredSettings.StatedDuration;
import dev.tidemark.topology.plan.DeclaredSettings.Unfinished;
import dev.tidemark.topology.plan.ElementType;
import dev.tidemark.topology.plan.ErrorPolicies;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Names;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.OnError;
import dev.tidemark.topology.plan.Parameter;
import dev.tidemark.topology.plan.Parameters;
import dev.tidemark.topology.plan.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The plan being built. Never throws for what the author states: what is wrong is kept for the
 * checks.
 */
final class PlanBuilder {
  private final Map<String, String> given;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final List<StatedDuration> durations = new ArrayList<>();
  private final Map<Object, Unfinished> unfinished = new LinkedHashMap<>();
  private final List<Problem> misuse = new ArrayList<>();
  private final Map<String, OnError> policies = new LinkedHashMap<>();
  private final List<ErrorPolicies.Stated> statedPolicies = new ArrayList<>();
  private @Nullable OnError policyOfJob;
  private @Nullable SubjectNameStrategy subjects;
  private boolean planned;

  PlanBuilder(Map<String, String> given) {
    this.given = given;
  }

  /** An id for a new node: its name, marked if the name is taken. */
  String idFor(@Nullable String name) {
    String stated = name == null ? "" : name;
    String id = stated;
    for (int nth = 2; nodes.containsKey(id); nth++) {
      id = Names.marked(stated, nth);
    }
    return id;
  }

  String append(Node node) {
    checkOpen();
    nodes.put(node.id(), node);
    return node.id();
  }

  /** Adds a node with the policy of the stream that it stands on, if that has one. */
  String append(Node node, @Nullable OnError policy) {
    String id = append(node);
    if (policy != null) {
      policies.put(id, policy);
    }
    return id;
  }

  /** The policy of a part of the job. */
  OnError policy(String where, ErrorPolicy policy) {
    checkOpen();
    OnError stated = policy.stated(this, where);
    statedPolicies.add(new ErrorPolicies.Stated(where, stated));
    return stated;
  }

  /** States the policy of the whole job. */
  void policyOfJob(ErrorPolicy policy) {
    OnError stated = policy("onError of the job", policy);
    if (policyOfJob != null && !policyOfJob.equals(stated)) {
      statedTwice("onError of the job", "topology.onError once");
    }
    policyOfJob = stated;
  }

  /** States the policy of a source. */
  OnError policyOfSource(Node.Source source, ErrorPolicy policy) {
    String where = "stream " + source.topic();
    OnError stated = policy(where, policy);
    OnError before = policies.put(source.id(), stated);
    if (before != null && !before.equals(stated)) {
      statedTwice(where, "onError once on what stream(...) returned, or behind its first step");
    }
    return stated;
  }

  private void statedTwice(String where, String remedy) {
    misused(
        new Problem(
            Problem.Code.ERROR_POLICY_STATED_TWICE,
            where,
            "has its policy for errors stated twice, and differently",
            "call " + remedy));
  }

  /** States how subjects are named. */
  void subjects(SubjectNameStrategy strategy) {
    checkOpen();
    if (subjects != null && subjects != strategy) {
      misused(
          new Problem(
              Problem.Code.SUBJECTS_STATED_TWICE,
              "subjects of the job",
              "are stated as %s and as %s".formatted(subjects, strategy),
              "call topology.subjects once"));
    }
    subjects = strategy;
  }

  Node node(String id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("the draft has no node " + id);
    }
    return node;
  }

  /** Puts a node in the place of the one with its id. */
  void restate(Node node) {
    checkOpen();
    nodes.put(node.id(), node);
  }

  boolean has(Node.Table table) {
    return nodes.containsValue(table);
  }

  /** Keeps a duration as it was stated, and answers with the nearest one that a node can hold. */
  long stated(String where, Meaning meaning, Duration value) {
    durations.add(new StatedDuration(where, meaning, value));
    return DeclaredSettings.clampedMs(meaning, value);
  }

  void begun(Object step, Unfinished what) {
    unfinished.put(step, what);
  }

  void finished(Object step) {
    unfinished.remove(step);
  }

  void misused(Problem problem) {
    misuse.add(problem);
  }

  /**
   * The value in force of a parameter: the given one where it can be converted, else the default.
   */
  Object parameter(Parameter parameter, Object defaultValue) {
    Parameter first = parameters.putIfAbsent(parameter.name(), parameter);
    if (first != null && !first.equals(parameter)) {
      misused(
          new Problem(
              Problem.Code.PARAMETER_AMBIGUOUS,
              "parameter " + parameter.name(),
              "is asked for as %s with default '%s' and as %s with default '%s'"
                  .formatted(
                      first.kind().noun(),
                      first.defaultValue(),
                      parameter.kind().noun(),
                      parameter.defaultValue()),
              "ask for it once and use the value twice"));
    }
    String text = given.get(parameter.name());
    return text == null ? defaultValue : parameter.kind().parse(text).orElse(defaultValue);
  }

  /** States the type of the elements of a stream: on the node that makes them. */
  void type(String tip, Type<?> type) {
    Node maker = node(tip);
    while (!maker.makesElements()) {
      maker = node(maker.inputs().get(0));
    }
    Optional<Type<?>> before = ElementType.of(maker);
    if (before.isEmpty()) {
      nodes.put(maker.id(), maker.withElementType(type));
    } else if (!isSame(before.get(), type)) {
      misused(
          new Problem(
              Problem.Code.TYPE_STATED_TWICE,
              "stream " + Names.stated(maker.id()),
              "is stated as %s but is already %s"
                  .formatted(type.description(), before.get().description()),
              "state its type once"));
    }
  }

  private static boolean isSame(Type<?> one, Type<?> other) {
    return one.description().equals(other.description()) && one.schema().equals(other.schema());
  }

  LogicalPlan plan(String job) {
    planned = true;
    return new LogicalPlan(
        job,
        List.copyOf(nodes.values()),
        new Parameters(List.copyOf(parameters.values()), given),
        new DeclaredSettings(durations, List.copyOf(unfinished.values()), misuse),
        new ErrorPolicies(
            policyOfJob == null ? OnError.DEAD_LETTER : policyOfJob, policies, statedPolicies),
        subjects == null ? SubjectNameStrategy.TOPIC_NAME : subjects);
  }

  private void checkOpen() {
    if (planned) {
      throw new IllegalStateException("the job is planned already; state everything inside define");
    }
  }

  List<Problem> misuse() {
    return List.copyOf(misuse);
  }
}
