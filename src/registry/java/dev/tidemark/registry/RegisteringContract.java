package dev.tidemark.registry;

import static dev.tidemark.registry.ClientContract.assertSame;
import static dev.tidemark.registry.ClientContract.json;
import static dev.tidemark.registry.ClientContract.next;
import static dev.tidemark.registry.ClientContract.parse;
import static dev.tidemark.registry.ClientContract.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.RegisteredSchema;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How schemas are registered, found and read. */
interface RegisteringContract extends ClientContract {
  @Test
  default void shouldReadWhatItRegistered() {
    int n = next();
    String subject = "orders-" + n;
    Schema schema = parse(record("Order" + n, "{'name':'id','type':'string'}"));
    int id;
    try (SubjectRegistry writer = open()) {
      id = writer.register(subject, schema);
      assertThat(writer.register(subject, schema)).isEqualTo(id);
      assertThat(writer.idOf(subject, schema)).isEqualTo(id);
    }

    try (SubjectRegistry reader = open()) {
      assertThat(id).isPositive();
      assertSame(reader.schemaById(id), schema);
      assertThat(reader.idOf(subject, schema)).isEqualTo(id);
      assertThat(reader.register(subject, schema)).isEqualTo(id);
      assertThat(reader.subjects()).contains(subject);
      assertThat(reader.versions(subject)).containsExactly(1);
      assertThat(reader.latest(subject)).isEqualTo(new RegisteredSchema(subject, 1, id, schema));
      assertThat(reader.version(subject, 1)).isEqualTo(reader.latest(subject));
    }
  }

  @Test
  default void shouldGiveOneSchemaOneIdUnderAllSubjects() {
    int n = next();
    Schema schema = parse(record("Order" + n));
    try (SubjectRegistry client = open()) {
      int id = client.register("first-" + n, schema);

      assertThat(client.register("second-" + n, schema)).isEqualTo(id);
      assertThat(client.idOf("second-" + n, schema)).isEqualTo(id);
    }
  }

  @Test
  default void shouldFindEveryVersion() {
    int n = next();
    String subject = "orders-" + n;
    List<Schema> schemas =
        List.of(
            parse(record("Order" + n, "{'name':'a','type':'int'}")),
            parse(
                record(
                    "Order" + n,
                    "{'name':'a','type':'int'}",
                    "{'name':'b','type':'int','default':1}")),
            parse(record("Order" + n, "{'name':'b','type':'int','default':1}")));
    try (SubjectRegistry client = open()) {
      List<Integer> ids = schemas.stream().map(schema -> client.register(subject, schema)).toList();

      assertThat(ids).doesNotHaveDuplicates();
      assertThat(client.versions(subject)).containsExactly(1, 2, 3);
      for (int i = 0; i < ids.size(); i++) {
        RegisteredSchema version = client.version(subject, i + 1);
        assertThat(version)
            .isEqualTo(new RegisteredSchema(subject, i + 1, ids.get(i), schemas.get(i)));
        assertThat(client.idOf(subject, schemas.get(i))).isEqualTo(ids.get(i));
      }
      assertThat(client.latest(subject).version()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'string'",
        "['null','string',{'type':'array','items':'long'}]",
        "{'type':'map','values':{'type':'array','items':['null','double']}}",
        "{'type':'enum','name':'shop.Colour%d','symbols':['RED','BLUE'],'default':'RED'}",
        "{'type':'fixed','name':'shop.Hash%d','size':16}",
        "{'type':'bytes','logicalType':'decimal','precision':12,'scale':2}",
        "{'type':'record','name':'Tree%d','namespace':'shop','doc':'says \\'so\\' ü',"
            + "'aliases':['Bush'],'fields':["
            + "{'name':'left','type':['null','Tree%d'],'default':null,'order':'ignore'},"
            + "{'name':'at','type':{'type':'long','logicalType':'timestamp-micros'},'aliases':['t']},"
            + "{'name':'id','type':{'type':'string','logicalType':'uuid'},'doc':'d'},"
            + "{'name':'m','type':{'type':'map','values':'int'},'default':{'x':1},'own':{'k':[1]}}]}",
      })
  default void shouldKeepEverythingThatASchemaSays(String text) {
    int n = next();
    Schema schema = parse(text.replace("%d", Integer.toString(n)));
    try (SubjectRegistry client = open()) {
      int id = client.register("kinds-" + n, schema);

      try (SubjectRegistry other = open()) {
        assertSame(other.schemaById(id), schema);
        assertThat(other.idOf("kinds-" + n, schema)).isEqualTo(id);
      }
    }
  }

  @Test
  default void shouldKeepALargeSchema() {
    int n = next();
    String[] fields =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "{'name':'f%d','type':['null','string'],'default':null}".formatted(i))
            .toArray(String[]::new);
    Schema schema = parse(record("Large" + n, fields));
    try (SubjectRegistry client = open();
        SubjectRegistry other = open()) {
      int id = client.register("large-" + n, schema);

      assertSame(other.schemaById(id), schema);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a+b", "a%41", "a/b", "a?b&c=d#e", "a:b,c@d", "a;b", "ü"})
  default void shouldTakeAnyNameForASubject(String name) {
    assumeFalse(
        name.matches("ü|a;b") && Difference.MANGLES_SUBJECTS.concerns(client()),
        "asks for another subject, or for none");
    String subject = name + "-" + next();
    Schema schema = parse(record("Order" + next()));
    try (SubjectRegistry client = open()) {
      int id = client.register(subject, schema);

      assertThat(client.subjects()).contains(subject);
      assertThat(client.versions(subject)).containsExactly(1);
      assertThat(client.latest(subject).id()).isEqualTo(id);
      assertThat(client.latest(subject).subject()).isEqualTo(subject);
    }
  }

  @Test
  default void shouldFindASchemaWhoseTextIsLaidOutInAnotherWay() {
    int n = next();
    String subject = "layout-" + n;
    String text =
        " {'name': 'Order%d',\n 'namespace': 'shop', 'fields': [ ] , 'type': 'record'}"
            .formatted(n);
    int id = rest().register(subject, json(text));
    try (SubjectRegistry client = open()) {
      assertFinds(client, subject, parse(text), id);
    }
  }

  @Test
  default void shouldFindASchemaByItsNormalisedForm() {
    int n = next();
    String subject = "normal-" + n;
    String type = "{'type':'record','name':'shop.Order%d','fields':[],%s}";
    Schema ab = parse(type.formatted(n, "'a':1,'b':2"));
    Schema ba = parse(type.formatted(n, "'b':2,'a':1"));
    try (SubjectRegistry client = open("schema.registry.normalize.schemas", "true");
        SubjectRegistry other = open("schema.registry.normalize.schemas", "true")) {
      assertFinds(other, subject, ba, client.register(subject, ab));
    }
  }

  private void assertFinds(SubjectRegistry client, String subject, Schema schema, int id) {
    if (missesWhatIsLaidOutInAnotherWay()) {
      assertThatThrownBy(() -> client.idOf(subject, schema))
          .isInstanceOf(SchemaNotFoundException.class);
      return;
    }
    assertThat(client.idOf(subject, schema)).isEqualTo(id);
    assertThat(client.register(subject, schema)).isEqualTo(id);
    assertThat(client.versions(subject)).containsExactly(1);
  }

  @Test
  default void shouldReadButNotFindAVersionThatIsDeleted() {
    int n = next();
    String subject = "deleted-" + n;
    Schema first = parse(record("Order" + n));
    Schema second = parse(record("Order" + n, "{'name':'b','type':'int','default':1}"));
    try (SubjectRegistry client = open()) {
      int id = client.register(subject, first);
      client.register(subject, second);
      rest().delete(subject, 1);
      try (SubjectRegistry other = open()) {
        assertSame(other.schemaById(id), first);
        assertThat(other.versions(subject)).containsExactly(2);
        assertThatThrownBy(() -> other.version(subject, 1))
            .isInstanceOf(SchemaNotFoundException.class);
        assertThatThrownBy(() -> other.idOf(subject, first))
            .isInstanceOf(SchemaNotFoundException.class);
      }
    }
  }

  @Test
  default void shouldGiveOneIdToASchemaThatManyRegisterAtOnce() throws Exception {
    assumeFalse(
        registry() == Registry.APICURIO && Difference.CONFLICTS_WHEN_RACED.concerns(client()),
        "hands the registry's conflict on");
    int n = next();
    Schema schema = parse(record("Order" + n));
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (SubjectRegistry client = open();
        SubjectRegistry other = open()) {
      List<Callable<Integer>> registrations = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        SubjectRegistry one = i % 2 == 0 ? client : other;
        registrations.add(() -> one.register("at-once-" + n, schema));
      }
      Set<Integer> ids = new HashSet<>();
      for (Future<Integer> registration : threads.invokeAll(registrations)) {
        ids.add(registration.get());
      }

      assertThat(ids).hasSize(1);
      List<Integer> versions = client.versions("at-once-" + n);
      if (registry() == Registry.APICURIO) { // Difference.VERSIONS_WHEN_RACED
        assertThat(versions)
            .isNotEmpty()
            .allSatisfy(
                version ->
                    assertThat(client.version("at-once-" + n, version).id())
                        .isEqualTo(ids.iterator().next()));
      } else {
        assertThat(versions).containsExactly(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
