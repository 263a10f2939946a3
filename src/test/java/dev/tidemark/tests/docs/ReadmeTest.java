package dev.tidemark.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.tests.base.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show can be typed: every command exists, and every piece of Java compiles. */
class ReadmeTest {

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern COMMAND =
      Pattern.compile("^(?:\\$ )?\\./tidemark(?: ([a-z][a-z-]*))?(.*)$", Pattern.MULTILINE);
  private static final Pattern OPTION = Pattern.compile("(?<= )--?[a-z][a-z-]*");
  private static final Pattern FIRST_WORD = Pattern.compile("^ ([a-z][a-z-]*)");
  private static final Set<String> GROUPS =
      Set.of("config", "dlq", "jars", "late", "replay", "schemas", "token");

  /** A group that is also a verb: what follows may be its argument. */
  private static final String ALSO_A_VERB = "replay";

  /** A part of a page. */
  record Snippet(Path page, String text) {
    @Override
    public String toString() {
      return page.getFileName() + ": " + text.lines().findFirst().orElse("");
    }
  }

  /** A snippet needs what a job of the pages has at hand. */
  private static final String AROUND_A_SNIPPET =
      """
      import static dev.tidemark.schemas.OrderStatus.PAID;
      import static dev.tidemark.serde.Types.*;
      import static dev.tidemark.topology.dsl.Aggregations.*;
      import static dev.tidemark.topology.dsl.Backoff.backoff;
      import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
      import static dev.tidemark.topology.dsl.ErrorPolicy.*;
      import static dev.tidemark.topology.dsl.Windows.*;
      import static java.time.Duration.*;
      import static org.assertj.core.api.Assertions.assertThat;

      import dev.tidemark.schemas.*;
      import dev.tidemark.serde.codec.SubjectNameStrategy;
      import dev.tidemark.testkit.*;
      import dev.tidemark.tests.base.Flaky;
      import dev.tidemark.tests.orders.*;
      import dev.tidemark.topology.dsl.*;
      import java.time.*;
      import java.util.*;

      class Snippet {
        void define(Topology topology) {
          %s;
        }
      }
      """;

  @Test
  void shouldFindPages() throws IOException {
    assertThat(Repository.pages()).isNotEmpty();
  }

  static Stream<Snippet> commands() throws IOException {
    return snippets(block -> !block.group(1).equals("java"))
        .flatMap(
            block ->
                COMMAND
                    .matcher(block.text())
                    .results()
                    .map(match -> new Snippet(block.page(), match.group())));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("commands")
  void shouldShowCommandsThatExist(Snippet command) throws IOException {
    MatchResult parts = COMMAND.matcher(command.text()).results().findFirst().orElseThrow();

    String help = help(verbOf(parts));

    OPTION
        .matcher(withoutComment(parts.group(2)))
        .results()
        .forEach(option -> assertThat(help).contains(option.group()));
  }

  static Stream<Snippet> java() throws IOException {
    // the page of the DSL has a test of its own, where it says what its examples stand on
    return snippets(block -> block.group(1).equals("java"))
        .filter(snippet -> !snippet.page().endsWith("dsl.md"));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("java")
  void shouldShowJavaThatCompiles(Snippet snippet, @TempDir Path folder) throws IOException {
    boolean isUnit =
        Pattern.compile("(class|interface|record) \\w+.*\\{").matcher(snippet.text()).find();
    String name = isUnit ? nameOf(snippet.text()) : "Snippet";
    Path file = folder.resolve(name + ".java");
    Files.writeString(
        file,
        isUnit
            ? withImports(snippet.text())
            : AROUND_A_SNIPPET.formatted(snippet.text().strip().replaceAll(";$", "")));

    assertThat(errorsOf(file, folder)).isEmpty();
  }

  private static Stream<Snippet> snippets(Predicate<MatchResult> chosen) throws IOException {
    List<Snippet> snippets = new ArrayList<>();
    for (Path page : Repository.pages()) {
      BLOCK
          .matcher(Files.readString(page))
          .results()
          .filter(chosen)
          .forEach(block -> snippets.add(new Snippet(page, block.group(2))));
    }
    return snippets.stream();
  }

  /** A verb, with the one that follows if it is the name of a group. */
  private static String verbOf(MatchResult command) {
    String verb = command.group(1) == null ? "" : command.group(1);
    Matcher second = FIRST_WORD.matcher(command.group(2));
    return GROUPS.contains(verb) && second.find() ? verb + " " + second.group(1) : verb;
  }

  /**
   * What {@code --help} prints, from the golden files that the command line's own tests compare.
   */
  private static String help(String verb) throws IOException {
    Path folder = Repository.folder("cli/src/test/resources", "help");
    Path file = folder.resolve((verb.isEmpty() ? "tidemark" : verb.replace(' ', '-')) + ".txt");
    if (!Files.exists(file) && verb.startsWith(ALSO_A_VERB + " ")) {
      file = folder.resolve(ALSO_A_VERB + ".txt");
    }
    assertThat(file).as("the help of tidemark " + verb).exists();
    return Files.readString(file);
  }

  private static String withoutComment(String arguments) {
    int comment = arguments.indexOf(" #");
    return comment < 0 ? arguments : arguments.substring(0, comment);
  }

  private static String withImports(String unit) {
    if (unit.contains("import ")) {
      return unit;
    }
    return AROUND_A_SNIPPET.substring(0, AROUND_A_SNIPPET.indexOf("class Snippet")) + unit;
  }

  private static String nameOf(String unit) {
    return Pattern.compile("(?:class|interface|record) (\\w+)")
        .matcher(unit)
        .results()
        .findFirst()
        .map(match -> match.group(1))
        .orElseThrow();
  }

  private static String errorsOf(Path file, Path folder) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int result =
        javac.run(
            null,
            errors,
            errors,
            "-proc:none",
            "-nowarn",
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            file.toString());
    return result == 0 ? "" : errors.toString(StandardCharsets.UTF_8);
  }
}
