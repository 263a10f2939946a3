package dev.tidemark.registry;

import static dev.tidemark.registry.ClientContract.parse;
import static dev.tidemark.registry.ClientContract.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.registry.FaultyServer.Request;
import dev.tidemark.serde.registry.CompatibilityLevel;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both clients say the same to a registry. */
final class WireTest {
  private static final String ANSWER =
      ClientContract.json(
          "{'subject':'s','version':3,'id':7,'schema':'\\'string\\'','is_compatible':true,"
              + "'compatibilityLevel':'NONE','compatibility':'NONE'}");
  private static final Schema SCHEMA =
      parse(record("Order", "{'name':'a','type':{'type':'string','avro.java.string':'String'}}"));

  /** What was asked, without what stands for a default. */
  private record Asked(String method, String path, JsonNode schema) {}

  private static Arguments question(String name, Consumer<SubjectRegistry> question) {
    return Arguments.of(Named.of(name, question));
  }

  static Stream<Arguments> questions() {
    return Stream.of(
        question("schema by id", client -> client.schemaById(7)),
        question("id of a schema", client -> client.idOf("a b/c", SCHEMA)),
        question("registering", client -> client.register("a b/c", SCHEMA)),
        question("latest version", client -> client.latest("s")),
        question("a version", client -> client.version("s", 3)),
        question("a check", client -> client.checkAgainst("s", 3, SCHEMA)),
        question("a check of the latest", client -> client.checkAgainstLatest("s", SCHEMA)),
        question("the level of all", SubjectRegistry::compatibility),
        question("a level", client -> client.compatibility("s")),
        question(
            "setting the level of all", client -> client.setCompatibility(CompatibilityLevel.NONE)),
        question(
            "setting a level", client -> client.setCompatibility("s", CompatibilityLevel.NONE)));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void shouldAskTheSame(Consumer<SubjectRegistry> question) throws IOException {
    assertThat(asked(Client.OURS, ANSWER, question))
        .isEqualTo(asked(Client.CONFLUENTS, ANSWER, question));
  }

  static Stream<Arguments> lists() {
    return Stream.of(
        question("subjects", SubjectRegistry::subjects),
        question("versions", client -> client.versions("a b/c")));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void shouldAskTheSameForLists(Consumer<SubjectRegistry> question) throws IOException {
    assertThat(asked(Client.OURS, "[1]", question))
        .isEqualTo(asked(Client.CONFLUENTS, "[1]", question));
  }

  private static List<Asked> asked(Client client, String answer, Consumer<SubjectRegistry> question)
      throws IOException {
    try (FaultyServer server = new FaultyServer(FaultyServer.whole(200, answer));
        SubjectRegistry registry = client.open(server.url())) {
      question.accept(registry);
      for (Request request : server.requests()) {
        assertThat(request.header("Content-Type"))
            .isEqualTo(
                request.body().isEmpty() && client == Client.CONFLUENTS
                    ? request.header("Content-Type")
                    : "application/vnd.schemaregistry.v1+json");
        assertThat(request.header("Authorization")).isNull();
      }
      List<Asked> asked = server.requests().stream().map(WireTest::plain).toList();
      assertThat(asked).hasSize(1);
      return asked;
    }
  }

  private static Asked plain(Request request) {
    try {
      JsonNode body = Rest.JSON.readTree(request.body());
      // Confluent's writes out what is false or empty, and asks for reasons in a second request.
      String path = request.path().replaceAll("[?&](\\w+=(false)?(?=&|$)|verbose=true)", "");
      return new Asked(request.method(), path, body.path("schema"));
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + request.body(), e);
    }
  }
}
