package dev.tidemark.serde.avro;

import static dev.tidemark.serde.Written.schema;
import static dev.tidemark.serde.Written.valueIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.serde.RandomEvents;
import dev.tidemark.serde.Tripwire;
import dev.tidemark.serde.Types;
import dev.tidemark.serde.Written;
import dev.tidemark.serde.events.Everything;
import dev.tidemark.serde.events.Place;
import dev.tidemark.serde.events.Tree;
import dev.tidemark.serde.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

class TrustedClassesTest {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @Test
  void shouldTrustTheDeclaredClassAndThoseOfItsSchema() throws ClassNotFoundException {
    OwnLoader loader = new OwnLoader();
    Class<?> everything = loader.loadClass(Everything.class.getName());
    Class<?> place = loader.loadClass(Place.class.getName());
    Class<?> tree = loader.loadClass(Tree.class.getName());
    assertThatThrownBy(() -> ClassSecurityValidator.validate(everything))
        .isInstanceOf(SecurityException.class);

    Types.avro(everything.asSubclass(SpecificRecord.class));

    assertThatCode(() -> ClassSecurityValidator.validate(everything)).doesNotThrowAnyException();
    assertThatCode(() -> ClassSecurityValidator.validate(place)).doesNotThrowAnyException();
    assertThatThrownBy(() -> ClassSecurityValidator.validate(tree))
        .isInstanceOf(SecurityException.class);
  }

  @Test
  void shouldFindNestedClassesInTheLoaderOfTheDeclaredClass() throws ClassNotFoundException {
    OwnLoader loader = new OwnLoader();
    Class<? extends SpecificRecord> everything =
        loader.loadClass(Everything.class.getName()).asSubclass(SpecificRecord.class);
    byte[] bytes =
        Types.avro(Everything.class).stateCodec().encode(new RandomEvents(3).everything());

    SpecificRecord read = valueIn(Types.avro(everything).stateCodec().decode(bytes));

    Object place = read.get(everything(read, "place"));
    assertThat(read.getClass()).isSameAs(everything);
    assertThat(place.getClass().getClassLoader()).isSameAs(loader);
  }

  private static int everything(SpecificRecord event, String field) {
    return event.getSchema().getField(field).pos();
  }

  @Test
  void shouldNotLoadAClassBecauseAWriterNamesIt() {
    Schema writer =
        schema(
            "{'type':'record','name':'Place','namespace':'dev.tidemark.serde.events','fields':["
                + "{'name':'wire','type':{'type':'record','name':'Tripwire',"
                + "'namespace':'dev.tidemark.serde','fields':[]}},"
                + "{'name':'name','type':{'type':'string',"
                + "'java-class':'dev.tidemark.serde.Tripwire'}},"
                + "{'name':'since','type':'long'}]}");
    byte[] bytes =
        Written.topic(
            registry,
            writer,
            record -> {
              record.put("wire", new GenericData.Record(writer.getField("wire").schema()));
              record.put("name", "x");
              record.put("since", 5L);
            });

    Place read = valueIn(Types.avro(Place.class).topicCodec(registry, "any").decode(bytes));
    GenericRecord generic =
        valueIn(Types.generic(writer).topicCodec(registry, "any").decode(bytes));

    assertThat(read).isEqualTo(new Place("x", Instant.ofEpochMilli(5)));
    assertThat(generic.get("name")).hasToString("x");
    assertThat(System.getProperty("tidemark.tripwire")).isNull();
    assertThatThrownBy(() -> ClassSecurityValidator.validate(Tripwire.class))
        .isInstanceOf(SecurityException.class);
  }

  @Test
  void shouldRefuseAClassThatAvroDidNotGenerate() {
    assertThatThrownBy(() -> Types.avro(SpecificRecord.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SCHEMA$");
  }

  @Test
  void shouldKeepTrustingWhatAvroTrustsOnItsOwn() {
    Types.avro(Place.class);

    for (Class<?> trusted : List.of(String.class, Long.class, java.math.BigDecimal.class)) {
      assertThatCode(() -> ClassSecurityValidator.validate(trusted)).doesNotThrowAnyException();
    }
  }

  /** Loads the events of these tests itself, as the loader of a job's jar does. */
  private static final class OwnLoader extends ClassLoader {
    OwnLoader() {
      super(TrustedClassesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.tidemark.serde.events.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
