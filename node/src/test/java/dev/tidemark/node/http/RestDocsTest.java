package dev.tidemark.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.node.config.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the docs of the REST interface with its routes. */
class RestDocsTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern CURL =
      Pattern.compile("(?m)^curl (.*?)\"?\\$URL([^\\s\"]*)(.*?)(?: {2,}#.*)?$");

  @Test
  void shouldListEachRouteWithItsRole() throws IOException {
    List<String> documented =
        find("(?m)^\\| `([A-Z]+ /\\S*)` \\| (\\w*)", "rest.md")
            .map(row -> (row.group(1) + " " + row.group(2)).strip())
            .toList();

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            routes().stream()
                .map(
                    route ->
                        (route.method()
                                + " "
                                + route.path()
                                + " "
                                + route.role().map(RestDocsTest::word).orElse(""))
                            .strip())
                .toList());
  }

  static Stream<String> curls() throws IOException {
    return find(CURL.pattern(), "rest.md").map(MatchResult::group);
  }

  @ParameterizedTest
  @MethodSource("curls")
  void shouldAskCurlForWhatIsThere(String command) {
    Matcher curl = CURL.matcher(command);
    assertThat(curl.find()).isTrue();
    String options = curl.group(1) + curl.group(3);
    String[] asked = curl.group(2).replace("$JAR", Samples.JAR_ID).split("\\?");
    String path = "/api/v1" + (asked[0].equals("/jars/") ? "/jars/job.jar" : asked[0]);

    Route route =
        new Router(routes()).match(PathSegments.segments(path), path).route(method(options));

    assertThat(route).isNotNull();
    Query.parse(asked.length > 1 ? asked[1] : null, route.query());
    Matcher body = Pattern.compile("-d '(.*)'").matcher(options);
    if (body.find()) {
      String json = body.group(1).replace("'$JAR'", Samples.JAR_ID);
      assertThat(RequestJson.object(json.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }
  }

  @Test
  void shouldListEachParameter() throws IOException {
    String text = Files.readString(DOCS.resolve("rest.md"));
    for (Route route : routes()) {
      route.query().stream()
          .filter(parameter -> !parameter.equals("local")) // among nodes alone
          .forEach(parameter -> assertThat(text).contains("?" + parameter + "="));
    }
  }

  @Test
  void shouldNameTheEventsAsTheRecordDoes() throws IOException {
    Path source =
        Path.of("../client/src/main/java", EventView.class.getName().replace('.', '/') + ".java");
    List<String> types = types(Files.readString(source));

    assertThat(types).hasSizeGreaterThan(5);
    assertThat(types(Files.readString(DOCS.resolve("rest.md")))).containsAll(types);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rest.md", "security.md"})
  void shouldLinkToWhatIsThere(String file) throws IOException {
    assertThat(find("\\]\\(([^)#:]*)(?:#[^)]*)?\\)", file).map(link -> link.group(1)))
        .isNotEmpty()
        .allMatch(link -> Files.exists(DOCS.resolve(link)));
  }

  @Test
  void shouldStateTheLimitsThatHold() throws IOException {
    String text = Files.readString(DOCS.resolve("security.md"));
    var limits = NodeConfig.Limits.DEFAULT;
    var pace = ApiServer.Pace.DEFAULT;

    assertThat(text)
        .contains("| " + (limits.jarBytesMax() >> 20) + " MiB |")
        .contains("| " + (limits.bodyBytesMax() >> 20) + " MiB |")
        .contains("| " + limits.bodySeconds() + " s |")
        .contains("| " + limits.connectionsMax() + " |")
        .contains("| " + pace.streamsMax() + " |")
        .contains("| " + pace.headerSeconds() + " s |")
        .contains("| " + (int) pace.requestsPerSecond() + " a second |");
  }

  private static List<String> types(String text) {
    return Pattern.compile("\\b(?:job|worker|node)\\.[a-z]+(?=[}`])")
        .matcher(text)
        .results()
        .map(found -> found.group())
        .distinct()
        .toList();
  }

  private static String method(String options) {
    Matcher given = Pattern.compile("-X (\\w+)").matcher(options);
    if (given.find()) {
      return given.group(1);
    }
    if (options.contains("-T ")) {
      return "PUT";
    }
    return options.contains("-d ") || options.contains("-F ") ? "POST" : "GET";
  }

  private static String word(Enum<?> role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static List<Route> routes() {
    FakeService nothing = new FakeService();
    return ApiServer.routes(nothing, nothing);
  }

  private static Stream<MatchResult> find(String regex, String file) throws IOException {
    return Pattern.compile(regex).matcher(Files.readString(DOCS.resolve(file))).results();
  }
}
