package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What README and docs say about the command line is true. */
class DocumentationTest {
  private static final Path HOME = Path.of("..");
  private static final Path GOLDEN = Path.of("src/test/resources/dev/tidemark/cli/help");

  static Stream<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (String file :
        List.of(
            "README.md",
            "docs/cli.md",
            "docs/nodes.md",
            "docs/dead-letters.md",
            "docs/schemas.md")) {
      commands.addAll(matches("(?m)^ *\\./tidemark (.+)$", file));
    }
    try (Stream<Path> helps = Files.list(GOLDEN)) {
      for (Path help : helps.toList()) {
        Pattern example = Pattern.compile("(?s)Example:\\n  tidemark (.+?)\\n");
        commands.addAll(matches(example, Files.readString(help)));
      }
    }
    return commands.stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldAcceptEachCommandThatIsShown(String command) {
    CommandLine tool = Invocation.tool();

    assertThat(tool.parseArgs(command.split(" +")).subcommand()).as(command).isNotNull();
  }

  @Test
  void shouldListEachExitCodeInTheDocs() throws IOException {
    List<String> documented = matches("(?m)^\\| (\\d+ \\| .+?) \\|$", "docs/cli.md");

    assertThat(documented)
        .containsExactlyElementsOf(
            Stream.of(ExitCode.values())
                .map(code -> code.number() + " | " + code.meaning())
                .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/cli.md",
        "docs/nodes.md",
        "docs/dead-letters.md",
        "docs/schemas.md"
      })
  void shouldLinkToFilesThatAreThere(String file) throws IOException {
    Path folder = HOME.resolve(file).resolveSibling(".");

    assertThat(matches("\\]\\(([^):#]+)[^):]*\\)", file))
        .isNotEmpty()
        .allMatch(link -> Files.exists(folder.resolve(link)));
  }

  private static List<String> matches(String regex, String file) throws IOException {
    return matches(Pattern.compile(regex), Files.readString(HOME.resolve(file)));
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }
}
