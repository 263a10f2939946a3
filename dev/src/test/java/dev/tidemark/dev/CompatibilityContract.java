package dev.tidemark.dev;

import static dev.tidemark.dev.RegistryContract.assertError;
import static dev.tidemark.dev.RegistryContract.fresh;
import static dev.tidemark.dev.RegistryContract.subject;
import static dev.tidemark.dev.RegistryHttp.schemaBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.dev.RegistryHttp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which schemas may follow which, and who decides. */
interface CompatibilityContract extends RegistryContract {
  @ParameterizedTest
  @CsvSource({
    // The schemas before, then whether a new required field, a new defaulted field, and no field at
    // all may follow.
    "NONE,                true,  true,  true",
    "BACKWARD,            false, true,  true",
    "BACKWARD_TRANSITIVE, false, true,  true",
    "FORWARD,             true,  true,  false",
    "FORWARD_TRANSITIVE,  true,  true,  false",
    "FULL,                false, true,  false",
    "FULL_TRANSITIVE,     false, true,  false",
  })
  default void shouldAllowWhatTheLevelAllows(
      String level, boolean required, boolean defaulted, boolean none) {
    String subject = subject();
    registry().id(subject, Schemas.ORDER);
    registry().put("/config/" + subject, Schemas.json("{'compatibility':'" + level + "'}"));

    assertThat(allowed(subject, Schemas.ORDER_WITH_REQUIRED_FIELD)).isEqualTo(required);
    assertThat(allowed(subject, Schemas.ORDER_WITH_DEFAULTED_FIELD)).isEqualTo(defaulted);
    assertThat(allowed(subject, Schemas.ORDER_WITHOUT_FIELDS)).isEqualTo(none);
    Reply reply = registry().register(subject, Schemas.ORDER_WITH_REQUIRED_FIELD);
    assertThat(reply.status()).isEqualTo(required ? 200 : 409);
  }

  @ParameterizedTest
  @CsvSource({
    "BACKWARD, true",
    "BACKWARD_TRANSITIVE, false",
    "FULL, true",
    "FULL_TRANSITIVE, false",
    "FORWARD, true",
    "FORWARD_TRANSITIVE, false",
  })
  default void shouldLookBeyondTheLatestVersionWhereTheLevelIsTransitive(
      String level, boolean allowed) {
    // Each agrees with its neighbour, while the first and the third disagree about the type of a
    // field.
    String subject = subject();
    registry().put("/config/" + subject, Schemas.json("{'compatibility':'NONE'}"));
    registry().id(subject, Schemas.order("{'name':'f','type':'string','default':''}"));
    registry().id(subject, Schemas.ORDER_WITHOUT_FIELDS);
    registry().put("/config/" + subject, Schemas.json("{'compatibility':'" + level + "'}"));

    String third = Schemas.order("{'name':'f','type':'int','default':0}");

    assertThat(allowed(subject, third)).isEqualTo(allowed);
    assertThat(registry().register(subject, third).status()).isEqualTo(allowed ? 200 : 409);
  }

  private boolean allowed(String subject, String schema) {
    Reply reply =
        registry().post("/compatibility/subjects/" + subject + "/versions", schemaBody(schema));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().path("is_compatible").asBoolean();
  }

  @Test
  default void shouldSayWhatMakesASchemaIncompatible() {
    String subject = subject();
    registry().id(subject, Schemas.ORDER);
    String path = "/compatibility/subjects/" + subject + "/versions/latest";
    String body = schemaBody(Schemas.ORDER_WITH_REQUIRED_FIELD);

    Reply brief = registry().post(path, body);
    Reply verbose = registry().post(path + "?verbose=true", body);
    Reply refused = registry().register(subject, Schemas.ORDER_WITH_REQUIRED_FIELD);

    assertThat(brief.text()).isEqualTo(Schemas.json("{'is_compatible':false}"));
    assertThat(verbose.json().path("is_compatible").asBoolean()).isFalse();
    assertThat(verbose.json().path("messages").toString())
        .contains(
            "READER_FIELD_MISSING_DEFAULT_VALUE", "amount", "oldSchemaVersion: 1", "BACKWARD");
    assertError(refused, 409, 409, subject, "amount", "READER_FIELD_MISSING_DEFAULT_VALUE");
  }

  @Test
  default void shouldCompareWithTheVersionThatIsNamed() {
    String subject = subject();
    registry().put("/config/" + subject, Schemas.json("{'compatibility':'NONE'}"));
    registry().id(subject, Schemas.ORDER_WITHOUT_FIELDS);
    registry().id(subject, Schemas.ORDER_WITH_REQUIRED_FIELD);
    registry().put("/config/" + subject, Schemas.json("{'compatibility':'BACKWARD'}"));
    String path = "/compatibility/subjects/" + subject + "/versions/";
    String body = schemaBody(Schemas.ORDER);

    assertThat(registry().post(path + "1", body).json().path("is_compatible").asBoolean())
        .isFalse();
    assertThat(registry().post(path + "2", body).json().path("is_compatible").asBoolean()).isTrue();
    assertError(registry().post(path + "3", body), 404, 40402, "3");
    assertError(registry().post(path + "zero", body), 422, 42202, "zero");
  }

  @Test
  default void shouldCallEverythingCompatibleWithASubjectThatHasNoVersion() {
    String path = "/compatibility/subjects/" + subject() + "/versions";

    assertThat(registry().post(path, schemaBody(fresh())).text())
        .isEqualTo(Schemas.json("{'is_compatible':true}"));
    assertThat(registry().post(path + "/latest?verbose=true", schemaBody(fresh())).text())
        .isEqualTo(Schemas.json("{'is_compatible':true,'messages':[]}"));
  }

  @Test
  default void shouldSayThatASchemaIsInvalidWhenAskedForItsCompatibility() {
    String path = "/compatibility/subjects/" + subject() + "/versions";

    assertError(registry().post(path, schemaBody("{}")), 422, 42201);
    JsonNode verbose = registry().post(path + "?verbose=true", schemaBody("{}")).json();
    assertThat(verbose.path("is_compatible").asBoolean()).isFalse();
    assertThat(verbose.path("messages")).hasSize(1);
  }

  @Test
  default void shouldStartWithBackwardCompatibilityAndChangeItForAll() {
    try {
      assertThat(registry().get("/config").text())
          .isEqualTo(Schemas.json("{'compatibilityLevel':'BACKWARD'}"));

      Reply set = registry().put("/config", Schemas.json("{'compatibility':'full_transitive'}"));

      assertThat(set.text()).isEqualTo(Schemas.json("{'compatibility':'FULL_TRANSITIVE'}"));
      assertThat(registry().get("/config").text())
          .isEqualTo(Schemas.json("{'compatibilityLevel':'FULL_TRANSITIVE'}"));
      assertThat(registry().get("/config/x?defaultToGlobal=true").text())
          .isEqualTo(Schemas.json("{'compatibilityLevel':'FULL_TRANSITIVE'}"));
    } finally {
      assertThat(registry().delete("/config").text())
          .isEqualTo(Schemas.json("{'compatibilityLevel':'FULL_TRANSITIVE'}"));
    }
    assertThat(registry().get("/config").text())
        .isEqualTo(Schemas.json("{'compatibilityLevel':'BACKWARD'}"));
  }

  @Test
  default void shouldLayASubjectsLevelOverThatOfAll() {
    String path = "/config/" + subject();

    assertError(registry().get(path), 404, 40408);
    assertError(registry().delete(path), 404, 40401);
    registry().put(path, Schemas.json("{'compatibility':'FORWARD'}"));
    assertThat(registry().get(path).text())
        .isEqualTo(Schemas.json("{'compatibilityLevel':'FORWARD'}"));
    assertThat(registry().delete(path).text())
        .isEqualTo(Schemas.json("{'compatibilityLevel':'FORWARD'}"));
    assertError(registry().get(path), 404, 40408);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'compatibility':'SIDEWAYS'}", "{'compatibility':null}", "{}"})
  default void shouldRefuseALevelThatIsNone(String body) {
    assertError(registry().put("/config", Schemas.json(body)), 422, 42203, "backward");
    assertError(registry().put("/config/x", Schemas.json(body)), 422, 42203, "backward");
  }
}
