package dev.tidemark.testkit;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.serde.codec.EncodingException;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import dev.tidemark.topology.dsl.JobPlanner;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.stage.base.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job in memory. Each record that is sent is processed and committed before the call
 * returns, through all exchanges, so what the job writes can be looked at at once:
 *
 * <pre>{@code
 * JobHarness job = JobHarness.of(new PaidRevenueByRegion(), Map.of());
 * job.send("users", "ann", new User("ann", "eu"))
 *    .send("orders", "o-1", paid("ann", 10, "10:01"))
 *    .becomeIdle();
 * assertThat(job.values("revenue-by-region", Revenue.class)).containsExactly(...);
 * }</pre>
 *
 * <p>The operators, the codecs and the partitioning are those of production; Kafka is not there.
 * The engine's own tests cover crashes and rebalances. Not thread-safe.
 *
 * <p>A job that declares which fields it reads ({@code avro(Order.class).only(...)} or {@code
 * first(...)}) runs twice, the second time reading everything; every call here throws an {@link
 * AssertionError} as soon as the two write different things.
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class JobHarness {

  private static final int PARTITIONS = 4;

  private final Topics topics;
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final World world;
  private final List<World> worlds = new ArrayList<>();
  private final @Nullable DeclaredFields fields;

  private JobHarness(StreamJob job, Map<String, String> parameters, int partitions) {
    PhysicalPlan plan = JobPlanner.plan(job, parameters);
    this.topics = new Topics(plan);
    this.world = new World(plan, partitions, registry);
    worlds.add(world);
    if (DeclaredFields.isStatedBy(plan)) {
      PhysicalPlan wholePlan = JobPlanner.planReadingWhole(job, parameters);
      World whole = new World(wholePlan, partitions, registry);
      worlds.add(whole);
      this.fields = new DeclaredFields(plan, world, whole);
    } else {
      this.fields = null;
    }
  }

  /**
   * A job whose topics have four partitions each.
   *
   * @param parameters as given with {@code -p}
   * @throws dev.tidemark.topology.plan.InvalidTopologyException when the job can't be planned
   */
  public static JobHarness of(StreamJob job, Map<String, String> parameters) {
    return new JobHarness(job, parameters, PARTITIONS);
  }

  /** A job whose topics have as many partitions as stated, 1 or more. */
  public static JobHarness of(StreamJob job, Map<String, String> parameters, int partitions) {
    return new JobHarness(job, parameters, partitions);
  }

  /**
   * Sends a record to a stream or a table of the job, with the partition that Kafka's default
   * partitioner gives its key.
   *
   * @param topic the topic
   * @param key a string for a stream; of the table's key type for a table; {@code null} for none
   * @param value of the topic's type; {@code null} for none
   * @throws IllegalArgumentException if the job does not read the topic, or the key or value is of
   *     another class or can't be encoded
   */
  public JobHarness send(String topic, @Nullable Object key, @Nullable Object value) {
    Topics.Both types = topics.of(topic);
    Type<?> keyType = types.key().orElse(Types.STRING);
    return sendBytes(
        topic,
        encoded(topic, "key", keyType, key),
        encoded(topic, "value", types.value().whole(), value));
  }

  private byte @Nullable [] encoded(
      String topic, String part, Type<?> type, @Nullable Object object) {
    if (object == null) {
      return null;
    }
    try {
      return codec(type, topic + "-" + part).encode(object);
    } catch (ClassCastException | EncodingException e) {
      throw new IllegalArgumentException(
          "the %s for topic %s is of class %s and can't be written as %s, which takes %s: %s"
              .formatted(
                  part,
                  topic,
                  object.getClass().getName(),
                  type.description(),
                  type.javaClass().getName(),
                  e.getMessage()),
          e);
    }
  }

  /** Sends a record as it stands, e.g. one that can't be read. */
  public JobHarness sendBytes(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    topics.of(topic);
    worlds.forEach(each -> each.send(topic, key, value));
    return check();
  }

  /** All sources are proved to have nothing more for now: the highest watermark is released. */
  public JobHarness becomeIdle() {
    worlds.forEach(World::becomeIdle);
    return check();
  }

  /**
   * Moves the clock forward; elements that wait for a retry are retried when their delay has
   * passed.
   *
   * @param duration how far, 10 ms at least; for example the back-off of a job's policy
   */
  public JobHarness advance(Duration duration) {
    worlds.forEach(each -> each.advance(duration.toMillis()));
    return check();
  }

  /**
   * Every task is given to a new owner, who finds what was committed. Changes nothing that can be
   * seen.
   */
  public JobHarness restart() {
    worlds.forEach(World::restart);
    return this;
  }

  private JobHarness check() {
    if (fields != null) {
      fields.check();
    }
    return this;
  }

  /** Returns the records of a topic, late topics included, by partition and in order. */
  public List<Result> results(String topic) {
    Topics.Both types = topics.of(topic);
    Type<?> keyType = types.key().orElse(Types.STRING);
    Codec<Object> keys = codec(keyType, topic + "-key");
    Codec<Object> values = codec(types.value().whole(), topic + "-value");
    List<Result> results = new ArrayList<>();
    for (World.Written written : world.written(topic)) {
      results.add(
          new Result(
              written.partition(),
              decoded(keys, written.key()),
              decoded(values, written.value()),
              Instant.ofEpochMilli(written.timestamp())));
    }
    return results;
  }

  /**
   * The values that have been written to a topic, by partition and in order.
   *
   * @throws ClassCastException if one is of another class; the message names the topic
   */
  public <T> List<T> values(String topic, Class<T> type) {
    List<T> values = new ArrayList<>();
    for (Result result : results(topic)) {
      Object value = result.value();
      if (value != null && !type.isInstance(value)) {
        throw new ClassCastException(
            "a value of topic %s is of class %s, not %s"
                .formatted(topic, value.getClass().getName(), type.getName()));
      }
      values.add(type.cast(value));
    }
    return values;
  }

  /** The dead letters, in order. */
  public List<DeadLetter> deadLetters() {
    return world.deadLetters();
  }

  /** The ledger and the windows, as {@code tidemark ledger} shows them. */
  public JobProgress progress() {
    return world.progress();
  }

  @SuppressWarnings("unchecked")
  private Codec<Object> codec(Type<?> type, String subject) {
    type.schema().ifPresent(schema -> registry.register(subject, schema));
    return (Codec<Object>) type.topicCodec(registry, subject);
  }

  private static @Nullable Object decoded(Codec<Object> codec, byte @Nullable [] bytes) {
    return Optional.ofNullable(bytes)
        .map(codec::decode)
        .map(answer -> answer instanceof Decoded.Ok<Object> ok ? ok.value() : answer)
        .orElse(null);
  }
}
