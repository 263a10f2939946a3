package dev.tidemark.dev;

import static dev.tidemark.dev.RegistryContract.assertError;
import static dev.tidemark.dev.RegistryContract.fresh;
import static dev.tidemark.dev.RegistryContract.next;
import static dev.tidemark.dev.RegistryContract.numbers;
import static dev.tidemark.dev.RegistryContract.subject;
import static dev.tidemark.dev.RegistryContract.texts;
import static dev.tidemark.dev.RegistryHttp.schemaBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.dev.RegistryHttp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How schemas are registered, found and read. */
interface RegistrationContract extends RegistryContract {
  @Test
  default void shouldAnswerTheRootWithAnEmptyObject() {
    Reply reply = registry().get("/");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{}");
    assertThat(reply.response().headers().firstValue("Content-Type"))
        .contains("application/vnd.schemaregistry.v1+json");
  }

  @Test
  default void shouldGiveBackARegisteredSchemaInEveryWay() {
    String subject = subject();
    String schema = fresh();

    int id = registry().id(subject, schema);

    String path = "/subjects/" + subject + "/versions";
    for (String version : List.of("1", "latest", "-1")) {
      JsonNode found = registry().get(path + "/" + version).json();
      assertThat(found.path("subject").asText()).isEqualTo(subject);
      assertThat(found.path("version").asInt()).isEqualTo(1);
      assertThat(found.path("id").asInt()).isEqualTo(id);
      assertThat(found.path("schema").asText()).isEqualTo(schema);
    }
    assertThat(registry().get(path + "/1/schema").text()).isEqualTo(schema);
    assertThat(numbers(registry().get(path).json())).containsExactly(1);
    assertThat(registry().get("/schemas/ids/" + id).json().path("schema").asText())
        .isEqualTo(schema);
    assertThat(registry().get("/schemas/ids/" + id + "/schema").text()).isEqualTo(schema);
    assertThat(texts(registry().get("/schemas/ids/" + id + "/subjects").json()))
        .containsExactly(subject);
    assertThat(registry().get("/schemas/ids/" + id + "/versions").json().toString())
        .isEqualTo(Schemas.json("[{'subject':'" + subject + "','version':1}]"));
    assertThat(texts(registry().get("/subjects").json())).contains(subject);
    assertThat(texts(registry().get("/subjects?subjectPrefix=" + subject).json()))
        .containsExactly(subject);
  }

  @Test
  default void shouldGiveTheSameIdWhenTheSameSchemaIsRegisteredAgain() {
    String subject = subject();
    String schema = fresh();
    int id = registry().id(subject, schema);

    int again = registry().id(subject, " " + schema.replace(",", " ,\n"));

    assertThat(again).isEqualTo(id);
    assertThat(numbers(registry().get("/subjects/" + subject + "/versions").json()))
        .containsExactly(1);
  }

  @Test
  default void shouldGiveOneSchemaOneIdUnderAllSubjects() {
    String first = subject();
    String second = subject();
    String schema = fresh();

    int id = registry().id(first, schema);

    assertThat(registry().id(second, schema)).isEqualTo(id);
    assertThat(texts(registry().get("/schemas/ids/" + id + "/subjects").json()))
        .containsExactlyInAnyOrder(first, second);
    assertThat(registry().id(subject(), fresh())).isGreaterThan(id);
  }

  @Test
  default void shouldGiveOneIdToASchemaThatManyRegisterAtOnce() throws Exception {
    String subject = subject();
    String schema = fresh();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> registrations = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        registrations.add(() -> registry().id(subject, schema));
      }
      List<Integer> ids = new ArrayList<>();
      for (Future<Integer> registration : threads.invokeAll(registrations)) {
        ids.add(registration.get());
      }

      assertThat(ids).hasSize(24).containsOnly(ids.get(0));
      assertThat(numbers(registry().get("/subjects/" + subject + "/versions").json()))
          .containsExactly(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void shouldGiveEverySchemaAnIdAndAVersionOfItsOwnWhenManyRegisterAtOnce()
      throws Exception {
    String subject = subject();
    registry().put("/config/" + subject, Schemas.json("{'compatibility':'NONE'}"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> registrations = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String schema = fresh();
        registrations.add(() -> registry().id(subject, schema));
      }
      List<Integer> ids = new ArrayList<>();
      for (Future<Integer> registration : threads.invokeAll(registrations)) {
        ids.add(registration.get());
      }

      assertThat(ids).hasSize(16).doesNotHaveDuplicates();
      assertThat(numbers(registry().get("/subjects/" + subject + "/versions").json())).hasSize(16);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void shouldFindASchemaUnderItsSubject() {
    String subject = subject();
    String schema = fresh();
    int id = registry().id(subject, schema);

    JsonNode found = registry().post("/subjects/" + subject, schemaBody(schema)).json();

    assertThat(found.path("id").asInt()).isEqualTo(id);
    assertThat(found.path("version").asInt()).isEqualTo(1);
    assertThat(found.path("subject").asText()).isEqualTo(subject);
    assertThat(found.path("schema").asText()).isEqualTo(schema);
  }

  @Test
  default void shouldTakeSchemasThatDifferInTheOrderOfPropertiesForOneWhenAskedToNormalize() {
    String subject = subject();
    String name = "shop.Order" + next();
    String ab = "{'type':'record','name':'%s','fields':[],'a':1,'b':{'x':1,'y':2}}".formatted(name);
    String ba = "{'b':{'y':2,'x':1},'a':1,'type':'record','fields':[],'name':'%s'}".formatted(name);
    String path = "/subjects/" + subject;

    Reply first = registry().post(path + "/versions?normalize=true", schemaBody(Schemas.json(ba)));
    Reply second = registry().post(path + "/versions?normalize=true", schemaBody(Schemas.json(ab)));
    Reply found = registry().post(path + "?normalize=true", schemaBody(Schemas.json(ba)));

    assertThat(second.json()).isEqualTo(first.json());
    assertThat(found.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(registry().post(path, schemaBody(Schemas.json(ba))).errorCode()).isEqualTo(40403);
  }

  @Test
  default void shouldDecodeASubjectThatIsPercentEncoded() {
    String subject = "a/b c+ü%-" + next();
    String encoded = subject.replace("%", "%25").replace("/", "%2F").replace(" ", "%20");
    String path = encoded.replace("ü", "%C3%BC");

    registry().id(path, fresh());

    assertThat(texts(registry().get("/subjects").json())).contains(subject);
    assertThat(registry().get("/subjects/" + path + "/versions/1").json().path("subject").asText())
        .isEqualTo(subject);
  }

  @Test
  default void shouldShowAListPageByPage() {
    String prefix = "page-" + next();
    for (String name : List.of("a", "b", "c")) {
      registry().id(prefix + name, fresh());
    }

    Reply page = registry().get("/subjects?subjectPrefix=" + prefix + "&offset=1&limit=1");

    assertThat(texts(page.json())).containsExactly(prefix + "b");
  }

  @Test
  default void shouldKnowAvroAlone() {
    assertThat(texts(registry().get("/schemas/types").json())).containsExactly("AVRO");

    String body = Schemas.json("{'schemaType':'PROTOBUF','schema':'message A {}'}");
    assertError(
        registry().post("/subjects/" + subject() + "/versions", body), 422, 42201, "PROTOBUF");
    String avro = Schemas.json("{'schemaType':'AVRO','schema':'\\'string\\''}");
    assertThat(registry().post("/subjects/" + subject() + "/versions", avro).status())
        .isEqualTo(200);
  }

  @Test
  default void shouldBeWritable() {
    assertThat(registry().get("/mode").text()).isEqualTo(Schemas.json("{'mode':'READWRITE'}"));
    assertThat(registry().get("/mode/x?defaultToGlobal=true").text())
        .isEqualTo(Schemas.json("{'mode':'READWRITE'}"));
    assertError(registry().get("/mode/x"), 404, 40409, "'x'");
  }
}
