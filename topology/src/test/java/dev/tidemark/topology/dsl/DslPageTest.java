package dev.tidemark.topology.dsl;

import static dev.tidemark.serde.Types.LONG;
import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Windows.tumbling;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.topology.plan.explain.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page about the DSL holds what it shows. */
class DslPageTest {
  private static final Path PAGE = Path.of("..", "docs", "dsl.md");

  static Stream<String> snippets() throws IOException {
    return blocks("java").stream();
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void shouldCompile(String snippet) {
    String errors =
        snippet.startsWith("import ")
            ? Javac.errorsInUnit("PaidRevenueByRegion", snippet)
            : Javac.errorsIn(snippet);

    assertThat(errors).isEmpty();
  }

  @Test
  void shouldCompileTheCodecOfTheFormatsPage() throws IOException {
    String codec = blocks(Path.of("..", "docs", "formats.md"), "java").get(0);

    assertThat(Javac.errorsInUnit("SaleJson", codec)).isEmpty();
  }

  @Test
  void shouldShowThePlanThatIsMade() throws IOException {
    assertThat(blocks("text"))
        .contains(Explanation.text(JobPlanner.plan(new ShopJobs.PaidRevenueByRegion(), Map.of())));
  }

  @Test
  void shouldShowProblemsAsTheyAreReported() throws IOException {
    List<String> problems =
        Refusals.of(
            Map.of("idle-after", "5x"),
            topology -> {
              topology.parameter("idle-after", Duration.ofMinutes(1));
              Table<String, String> users = topology.table("users", STRING, STRING);
              topology.stream("orders", STRING)
                  .filter("Paid", order -> true)
                  .map("priced", order -> order)
                  .join(users, order -> order, (order, user) -> user)
                  .keyBy(STRING, user -> user)
                  .window("revenue", tumbling(Duration.ofMinutes(5)))
                  .aggregate(count(), (window, n) -> n)
                  .to("revenue", LONG, n -> n, LONG);
            });

    assertThat(blocks("text")).contains(String.join("\n", problems) + "\n");
  }

  @Test
  void shouldHaveSnippets() throws IOException {
    assertThat(blocks("java")).hasSizeGreaterThan(5);
  }

  private static List<String> blocks(String language) throws IOException {
    return blocks(PAGE, language);
  }

  private static List<String> blocks(Path file, String language) throws IOException {
    String page = Files.readString(file).replace("\r\n", "\n");
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(page)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
