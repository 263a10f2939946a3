package dev.tidemark.dev;

import static dev.tidemark.dev.RegistryContract.assertError;
import static dev.tidemark.dev.RegistryContract.fresh;
import static dev.tidemark.dev.RegistryContract.subject;
import static dev.tidemark.dev.RegistryHttp.schemaBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.dev.RegistryHttp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not exist, or makes no sense. */
interface ErrorsContract extends RegistryContract {
  @Test
  default void shouldSayWhatIsMissing() {
    String subject = subject();
    String path = "/subjects/" + subject;
    assertError(registry().get(path + "/versions"), 404, 40401, subject);
    assertError(registry().get(path + "/versions/1"), 404, 40401, subject);
    assertError(registry().delete(path), 404, 40401, subject);
    assertError(registry().delete(path + "/versions/1"), 404, 40401, subject);
    assertError(registry().post(path, schemaBody(fresh())), 404, 40401, subject);

    registry().id(subject, fresh());
    assertError(registry().get(path + "/versions/2"), 404, 40402, "2");
    assertError(registry().delete(path + "/versions/2"), 404, 40402, "2");
    assertError(registry().post(path, schemaBody(fresh())), 404, 40403);
    assertError(registry().get("/schemas/ids/999999"), 404, 40403, "999999");
    assertError(registry().get("/schemas/ids/999999/subjects"), 404, 40403);
    assertError(registry().get("/schemas/ids/999999/versions"), 404, 40403);
    assertError(registry().get("/schemas/ids/one"), 404, 404);
    assertError(registry().get("/nothing/here"), 404, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-2", "first", "99999999999"})
  default void shouldRefuseAVersionThatIsNone(String version) {
    String path = "/subjects/" + subject() + "/versions/" + version;

    assertError(registry().get(path), 422, 42202, version);
    assertError(registry().delete(path), 422, 42202, version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{'type':'record'}",
        "{'type':'record','name':'bad name','fields':[]}",
        "{'type':'record','name':'A','fields':[{'name':'f','type':'int','default':'x'}]}",
      })
  default void shouldRefuseASchemaThatIsNone(String schema) {
    assertError(registry().register(subject(), Schemas.json(schema)), 422, 42201);
  }

  @Test
  default void shouldRefuseASchemaThatIsNestedTooDeeply() {
    String deep =
        Schemas.json("{'type':'array','items':").repeat(50_000)
            + Schemas.json("'int'")
            + "}".repeat(50_000);

    assertError(registry().register(subject(), deep), 422, 42201);
  }

  @Test
  default void shouldRefuseWhatItCanNotKeep() {
    String path = "/subjects/" + subject() + "/versions";
    String schema = Schemas.json("'schema':'\\'string\\''");

    assertError(registry().post(path, "{" + schema + ",\"id\":7}"), 422, 42205);
    assertError(registry().post(path, "{" + schema + ",\"version\":7}"), 422, 42201);
    assertError(registry().post(path, "{" + schema + ",\"ruleSet\":{}}"), 422, 42201);
    assertError(registry().post("/subjects/%20/versions", "{" + schema + "}"), 422, 42208);
    assertError(registry().post("/subjects/a%00b/versions", "{" + schema + "}"), 422, 42208);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{'schema':{}}"})
  default void shouldRefuseABodyThatIsNotTheJsonExpected(String body) {
    assertError(
        registry().post("/subjects/" + subject() + "/versions", Schemas.json(body)), 400, 400);
  }

  @Test
  default void shouldRefuseABodyOfAnotherMediaType() {
    Reply reply =
        registry()
            .send(
                "POST", "/subjects/" + subject() + "/versions", schemaBody(fresh()), "text/plain");

    assertError(reply, 415, 415, "application/vnd.schemaregistry.v1+json");
  }

  @Test
  default void shouldKeepALargeSchemaAndRefuseOneThatIsTooLarge() {
    String subject = subject();
    String doc = "\"\\\\".repeat(300_000);
    String large =
        "{\"type\":\"record\",\"name\":\"Large\",\"doc\":%s,\"fields\":[]}"
            .formatted(RegistryHttp.JSON.valueToTree(doc));

    assertThat(registry().register(subject, large).status()).isEqualTo(200);
    assertThat(registry().get("/subjects/" + subject + "/versions/1/schema").text())
        .hasSize(large.length());
    assertError(registry().register(subject, "x".repeat(5 << 20)), 413, 413);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,    /subjects,                           GET",
    "POST,   /schemas/ids/1,                      GET",
    "PATCH,  /config,                             'DELETE, GET, PUT'",
    "DELETE, /compatibility/subjects/a/versions,  POST",
    "PUT,    /subjects/a/versions,                'GET, POST'",
  })
  default void shouldRefuseAMethodThatAPathDoesNotHave(String method, String path, String allowed) {
    Reply reply = registry().send(method, path, null, RegistryHttp.MEDIA_TYPE);

    assertError(reply, 405, 405);
    assertThat(reply.response().headers().firstValue("Allow")).contains(allowed);
  }
}
