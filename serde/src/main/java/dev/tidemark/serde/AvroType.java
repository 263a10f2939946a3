package dev.tidemark.serde;

import dev.tidemark.serde.avro.AvroModel;
import dev.tidemark.serde.avro.AvroStateCodec;
import dev.tidemark.serde.avro.AvroTopicCodec;
import dev.tidemark.serde.avro.GetterProbe;
import dev.tidemark.serde.avro.Projection;
import dev.tidemark.serde.avro.WriterSchemas;
import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apiguardian.api.API;

/**
 * A type with an Avro schema: see {@link Types#avro} and {@link Types#generic}. Reads all fields of
 * its schema, or {@linkplain #only some} of them.
 *
 * @param <T> the Java type of the values
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public final class AvroType<T> implements Type<T> {
  private final String name;
  private final Class<T> javaClass;
  private final Schema whole;
  private final Schema schema;
  private final Set<String> first;
  private final Supplier<? extends GenericData> data;

  AvroType(String name, Class<T> javaClass, Schema whole, Supplier<? extends GenericData> data) {
    this(name, javaClass, whole, whole, Set.of(), data);
  }

  private AvroType(
      String name,
      Class<T> javaClass,
      Schema whole,
      Schema schema,
      Set<String> first,
      Supplier<? extends GenericData> data) {
    this.name = name;
    this.javaClass = javaClass;
    this.whole = whole;
    this.schema = schema;
    this.first = first;
    this.data = data;
  }

  /**
   * This type, of which only some fields are ever read: the others are passed over in the bytes and
   * never become objects. What a job reads of a field that it did not name is what a fresh object
   * of the class has: {@code null}, 0 or {@code false}.
   *
   * <p>The schema of the result has only these fields. So a writer need not have the others, and
   * elements that go through an exchange carry no more. It is for reading: a topic that others read
   * can't be written with it.
   *
   * @param fields names of fields of the record itself, as the schema spells them
   * @throws IllegalArgumentException when the record has no such field, when there are none, or
   *     when a field holds the record itself again
   */
  public AvroType<T> only(String... fields) {
    return projected(new LinkedHashSet<>(List.of(fields)));
  }

  /**
   * {@link #only(String...)}, with the fields named by their getters: {@code
   * avro(Order.class).only(Order::getStatus, Order::getAmountCents)}. The getters are tried out on
   * made-up values to find out which fields they read.
   *
   * @throws IllegalArgumentException also when something is not the getter of one field
   */
  @SafeVarargs
  public final AvroType<T> only(Function<? super T, ?>... getters) {
    return projected(named(List.of(getters)));
  }

  /**
   * This type, of which some fields are read first: those that the event time and the filters right
   * behind the source look at. Only an element that passes these filters is decoded whole; for the
   * others, the rest of the bytes is passed over. Until then, other fields are {@code null}, 0 or
   * {@code false}.
   *
   * <p>All of the bytes must be whole; but what is wrong with the meaning of the rest, such as a
   * field that the writer lacks, is seen only in elements that pass.
   *
   * @param fields names of fields of the record itself, as the schema spells them
   * @throws IllegalArgumentException as {@link #only(String...)} does
   */
  public AvroType<T> first(String... fields) {
    return reading(new LinkedHashSet<>(List.of(fields)));
  }

  /**
   * {@link #first(String...)}, with the fields named by their getters.
   *
   * @throws IllegalArgumentException also when something is not the getter of one field
   */
  @SafeVarargs
  public final AvroType<T> first(Function<? super T, ?>... getters) {
    return reading(named(List.of(getters)));
  }

  private Set<String> named(List<Function<? super T, ?>> getters) {
    GetterProbe<T> known = new GetterProbe<>(new AvroModel<>(whole, data.get(), false));
    Set<String> fields = new LinkedHashSet<>();
    for (int i = 0; i < getters.size(); i++) {
      fields.add(known.fieldReadBy(getters.get(i), i + 1));
    }
    return fields;
  }

  private AvroType<T> projected(Set<String> fields) {
    Schema part = Projection.of(whole, fields);
    if (!first.isEmpty()) {
      Projection.of(part, first); // what is read first must be read at all
    }
    return new AvroType<>(name, javaClass, whole, part, first, data);
  }

  private AvroType<T> reading(Set<String> fields) {
    Projection.of(schema, fields);
    return new AvroType<>(name, javaClass, whole, schema, Set.copyOf(fields), data);
  }

  @Override
  public String description() {
    return isPartial() ? name + " only " + Projection.names(schema) : name;
  }

  /** All fields, whatever {@code only} and {@code first} said. */
  @Override
  public AvroType<T> whole() {
    return schema == whole && first.isEmpty()
        ? this
        : new AvroType<>(name, javaClass, whole, whole, Set.of(), data);
  }

  @Override
  public Optional<Type<T>> readFirst() {
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AvroType<>(name, javaClass, whole, Projection.of(schema, first), Set.of(), data));
  }

  @Override
  public Class<T> javaClass() {
    return javaClass;
  }

  @Override
  public Optional<Schema> schema() {
    return Optional.of(schema);
  }

  @Override
  public boolean isPartial() {
    return schema != whole;
  }

  @Override
  public Codec<T> stateCodec() {
    return new AvroStateCodec<>(model());
  }

  @Override
  public Codec<T> topicCodec(SchemaRegistry registry, String subject) {
    AvroModel<T> model = model();
    return new AvroTopicCodec<>(
        model, new WriterSchemas<>(registry, model, System::nanoTime), registry, subject);
  }

  private AvroModel<T> model() {
    return new AvroModel<>(schema, data.get(), isPartial());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AvroType<?> that
        && javaClass.equals(that.javaClass)
        && schema.equals(that.schema);
  }

  @Override
  public int hashCode() {
    return 31 * javaClass.hashCode() + schema.hashCode();
  }

  @Override
  public String toString() {
    return description();
  }
}
