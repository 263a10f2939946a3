package dev.tidemark.topology.dsl;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.SubjectNameStrategy;
import dev.tidemark.topology.plan.Durations;
import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.plan.Parameter;
import dev.tidemark.topology.plan.Parameter.Kind;
import dev.tidemark.topology.plan.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The definition of a job: its inputs and its parameters.
 *
 * <pre>{@code
 * Table<String, User> users = topology.table("users", STRING, avro(User.class));
 * Duration size = topology.parameter("window", Duration.ofMinutes(5));
 * topology.stream("orders", avro(Order.class))...
 * }</pre>
 *
 * <p>Nothing here throws for a wrong name or value: all problems of a job are reported together,
 * when it is planned. Used by one thread, inside {@link StreamJob#define}.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class Topology {
  private final PlanBuilder builder;
  private final boolean readsWhole;

  Topology(Map<String, String> parameters) {
    this(parameters, false);
  }

  /**
   * Creates a topology; with {@code readsWhole}, it reads all fields, including those that the
   * types leave out.
   */
  Topology(Map<String, String> parameters, boolean readsWhole) {
    this.builder = new PlanBuilder(parameters);
    this.readsWhole = readsWhole;
  }

  /**
   * Reads the values of a topic as a stream of events. A topic is read once in a job: use the
   * returned value several times to compute several things of it.
   *
   * @param topic an existing topic
   * @param type how its values are read; what can't be decoded goes to the job's dead letters
   */
  public <T> SourceStream<T> stream(String topic, Type<T> type) {
    Objects.requireNonNull(topic, "stream: the topic is null");
    Objects.requireNonNull(type, "stream " + topic + ": the type is null");
    Node.Source source = new Node.Source(builder.idFor(topic), topic, read(type), Optional.empty());
    return new SourceStream<>(builder, builder.append(source), null);
  }

  /**
   * Reads a topic as a table: the latest value of each key; a record without a value deletes its
   * key. The table is read to the end that it has when the job starts before the first event is
   * joined. As a replay can only read what the topic still holds, its answer is the same as long as
   * the topic keeps its history.
   *
   * @param topic an existing topic, partitioned by its key
   * @param keyType how its keys are read
   * @param valueType how its values are read
   */
  public <K, V> Table<K, V> table(String topic, Type<K> keyType, Type<V> valueType) {
    Objects.requireNonNull(topic, "table: the topic is null");
    Objects.requireNonNull(keyType, "table " + topic + ": the type of the key is null");
    Objects.requireNonNull(valueType, "table " + topic + ": the type of the value is null");
    Node.Table table = new Node.Table(builder.idFor(topic), topic, keyType, read(valueType));
    builder.append(table);
    return new Table<>(table);
  }

  private <T> Type<T> read(Type<T> type) {
    return readsWhole ? type.whole() : type;
  }

  /**
   * Sets the handling of elements that can't be processed, for the whole job; {@link
   * ErrorPolicy#deadLetter()} unless stated. A stream may have a policy of its own: {@link
   * Stream#onError}.
   *
   * @param policy the same wherever it is stated
   */
  public void onError(ErrorPolicy policy) {
    builder.policyOfJob(Objects.requireNonNull(policy, "onError: the policy is null"));
  }

  /**
   * States under which subjects the registry has the schemas of the topics that the job reads and
   * writes; {@link SubjectNameStrategy#TOPIC_NAME} unless stated. It must be that of the producers
   * and consumers of these topics. Records of other types in a topic, which the other strategies
   * allow, go to the dead letters.
   *
   * @param strategy the same wherever it is stated
   */
  public void subjects(SubjectNameStrategy strategy) {
    builder.subjects(Objects.requireNonNull(strategy, "subjects: the strategy is null"));
  }

  /**
   * Declares a parameter of the job: a text that can be set when the job is started.
   *
   * @param name {@code [a-z0-9-]{1,64}}
   * @param defaultValue the value unless set
   * @return the value in force
   */
  public String parameter(String name, String defaultValue) {
    return (String) value(name, Kind.TEXT, defaultValue, defaultValue);
  }

  /**
   * A parameter of the job: a whole number of 64 bits.
   *
   * @param name {@code [a-z0-9-]{1,64}}
   * @param defaultValue the value unless set
   * @return the value in force
   */
  public long parameter(String name, long defaultValue) {
    return (Long) value(name, Kind.LONG, Long.toString(defaultValue), defaultValue);
  }

  /**
   * A parameter of the job: a finite number.
   *
   * @param name {@code [a-z0-9-]{1,64}}
   * @param defaultValue the value unless set
   * @return the value in force
   */
  public double parameter(String name, double defaultValue) {
    return (Double) value(name, Kind.DOUBLE, Double.toString(defaultValue), defaultValue);
  }

  /**
   * A parameter of the job: {@code true} or {@code false}.
   *
   * @param name {@code [a-z0-9-]{1,64}}
   * @param defaultValue the value unless set
   * @return the value in force
   */
  public boolean parameter(String name, boolean defaultValue) {
    return (Boolean) value(name, Kind.BOOLEAN, Boolean.toString(defaultValue), defaultValue);
  }

  /**
   * A parameter of the job: a duration, written as {@code 250ms}, {@code 30s}, {@code 5m}, {@code
   * 2h}, {@code 1d}, several of them in a row, or ISO-8601 ({@code PT5M}).
   *
   * @param name {@code [a-z0-9-]{1,64}}
   * @param defaultValue the value unless set
   * @return the value in force
   */
  public Duration parameter(String name, Duration defaultValue) {
    return (Duration) value(name, Kind.DURATION, text(name, defaultValue), defaultValue);
  }

  LogicalPlan plan(String job) {
    return builder.plan(job);
  }

  List<Problem> misuse() {
    return builder.misuse();
  }

  private static String text(String name, Duration defaultValue) {
    return Durations.format(
        Objects.requireNonNull(defaultValue, () -> "parameter " + name + ": the default is null"));
  }

  private Object value(String name, Kind kind, String defaultText, Object defaultValue) {
    Objects.requireNonNull(name, "parameter: the name is null");
    Objects.requireNonNull(defaultValue, () -> "parameter " + name + ": the default is null");
    return builder.parameter(new Parameter(name, kind, defaultText), defaultValue);
  }
}
