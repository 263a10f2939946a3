package dev.tidemark.dev;

import static dev.tidemark.dev.RegistryContract.assertError;
import static dev.tidemark.dev.RegistryContract.fresh;
import static dev.tidemark.dev.RegistryContract.numbers;
import static dev.tidemark.dev.RegistryContract.subject;
import static dev.tidemark.dev.RegistryContract.texts;
import static dev.tidemark.dev.RegistryHttp.schemaBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.dev.RegistryHttp.Reply;
import org.junit.jupiter.api.Test;

/** What is deleted, softly and for good. */
interface DeletionContract extends RegistryContract {
  @Test
  default void shouldHideAVersionThatIsDeletedSoftlyButStillReadItById() {
    String subject = subject();
    registry().put("/config/" + subject, Schemas.json("{'compatibility':'NONE'}"));
    String second = fresh();
    registry().id(subject, fresh());
    int id = registry().id(subject, second);
    String path = "/subjects/" + subject + "/versions";

    Reply deleted = registry().delete(path + "/2");

    assertThat(deleted.text()).isEqualTo("2");
    assertThat(numbers(registry().get(path).json())).containsExactly(1);
    assertThat(numbers(registry().get(path + "?deleted=true").json())).containsExactly(1, 2);
    assertThat(numbers(registry().get(path + "?deletedOnly=true").json())).containsExactly(2);
    assertError(registry().get(path + "/2"), 404, 40402, "2");
    assertThat(registry().get(path + "/2?deleted=true").status()).isEqualTo(200);
    assertThat(registry().get(path + "/latest").json().path("version").asInt()).isEqualTo(1);
    assertThat(registry().get("/schemas/ids/" + id).status()).isEqualTo(200);
    assertThat(texts(registry().get("/schemas/ids/" + id + "/subjects").json())).isEmpty();
    assertThat(texts(registry().get("/schemas/ids/" + id + "/subjects?deleted=true").json()))
        .containsExactly(subject);
    assertError(registry().post("/subjects/" + subject, schemaBody(second)), 404, 40403);
    assertThat(
            registry().post("/subjects/" + subject + "?deleted=true", schemaBody(second)).status())
        .isEqualTo(200);
    assertError(registry().delete(path + "/2"), 404, 40406, subject, "2");
  }

  @Test
  default void shouldGiveANewVersionAndTheOldIdToASchemaThatReturns() {
    String subject = subject();
    String schema = fresh();
    int id = registry().id(subject, schema);
    registry().delete("/subjects/" + subject + "/versions/latest");

    assertThat(registry().id(subject, schema)).isEqualTo(id);

    assertThat(numbers(registry().get("/subjects/" + subject + "/versions").json()))
        .containsExactly(2);
  }

  @Test
  default void shouldDeleteAVersionForGoodOnlyAfterASoftDeletion() {
    String subject = subject();
    int id = registry().id(subject, fresh());
    String path = "/subjects/" + subject + "/versions/1";

    assertError(registry().delete(path + "?permanent=true"), 404, 40407, subject, "1");
    registry().delete(path);
    assertThat(registry().delete(path + "?permanent=true").text()).isEqualTo("1");

    assertError(registry().get("/schemas/ids/" + id), 404, 40403, Integer.toString(id));
    assertError(registry().get(path + "?deleted=true"), 404, 40401, subject);
    assertThat(registry().id(subject, fresh())).isGreaterThan(id);
  }

  @Test
  default void shouldDeleteASubjectSoftlyAndThenForGood() {
    String subject = subject();
    registry().put("/config/" + subject, Schemas.json("{'compatibility':'NONE'}"));
    registry().id(subject, fresh());
    registry().id(subject, fresh());
    String path = "/subjects/" + subject;

    assertError(registry().delete(path + "?permanent=true"), 404, 40405, subject);
    assertThat(numbers(registry().delete(path).json())).containsExactly(1, 2);

    assertThat(texts(registry().get("/subjects").json())).doesNotContain(subject);
    assertThat(texts(registry().get("/subjects?deleted=true").json())).contains(subject);
    assertThat(texts(registry().get("/subjects?deletedOnly=true").json())).contains(subject);
    assertError(registry().get(path + "/versions"), 404, 40401, subject);
    assertError(registry().delete(path), 404, 40404, subject);

    assertThat(numbers(registry().delete(path + "?permanent=true").json())).containsExactly(1, 2);
    assertThat(texts(registry().get("/subjects?deleted=true").json())).doesNotContain(subject);
    assertError(registry().delete(path), 404, 40401, subject);
    assertError(registry().get("/config/" + subject), 404, 40408, subject);
  }
}
