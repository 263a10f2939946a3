package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --help} prints stands in files. To write them anew: {@code -Dgolden.update=true}. */
class HelpTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/tidemark/cli/help");

  @Test
  void shouldPrintTheVerbs() throws IOException {
    assertGolden("tidemark", Invocation.of("--help"));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void shouldPrintAnExampleAndAllOptionsOfEachVerb(String verb) throws IOException {
    List<String> words = new ArrayList<>(List.of(verb.split(" ")));
    words.add("--help");
    Invocation help = Invocation.of(words.toArray(String[]::new));

    assertThat(help.out()).contains("Usage: tidemark " + verb);
    if (!verb.startsWith("config ")) {
      assertThat(help.out()).contains("Example:\n  ");
    }
    assertGolden(verb.replace(' ', '-'), help);
  }

  static Stream<String> verbs() {
    return Invocation.tool().getSubcommands().values().stream()
        .filter(verb -> !verb.getCommandSpec().usageMessage().hidden())
        .flatMap(verb -> Stream.concat(Stream.of(verb), verb.getSubcommands().values().stream()))
        .map(verb -> verb.getCommandSpec().qualifiedName().substring("tidemark ".length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit-codes", "settings", "time"})
  void shouldPrintTheTopics(String topic) throws IOException {
    assertGolden("topic-" + topic, Invocation.of("help", topic));
  }

  @Test
  void shouldPrintTheSameHelpWhicheverWayItIsAskedFor() {
    assertThat(Invocation.of("help", "run")).isEqualTo(Invocation.of("run", "--help"));
    assertThat(Invocation.of("help")).isEqualTo(Invocation.of("--help"));
  }

  @Test
  void shouldListTheTopicsWhenOneIsUnknown() {
    Invocation help = Invocation.of("help", "weather");

    assertThat(help.exitCode()).isEqualTo(2);
    assertThat(help.err()).contains("no help about 'weather'", "exit-codes, settings, time");
  }

  @Test
  void shouldPrintVersions() {
    assertThat(Invocation.of("--version").out())
        .containsPattern("tidemark \\d+\\.\\d+")
        .containsPattern("kafka 4\\.")
        .contains("java " + Runtime.version().feature());
  }

  @Test
  void shouldUseColoursOnlyWhereTheyAreWanted() {
    assertThat(Invocation.of("--help").out()).doesNotContain("\u001b");
    assertThat(Invocation.of("--help", "--color=always").out()).contains("\u001b[");
    assertThat(Invocation.of("--help", "--color", "never").out()).doesNotContain("\u001b");
    assertThat(Invocation.with(Map.of("NO_COLOR", "1"), "--help").out()).doesNotContain("\u001b");
  }

  @Test
  void shouldPrintAScriptThatCompletesEachVerb() {
    assertThat(Invocation.of("completion", "bash").out())
        .contains("complete -F _complete_tidemark", "demo", "ledger", "--bootstrap-server");
  }

  private static void assertGolden(String name, Invocation help) throws IOException {
    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    Path file = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, help.out());
    }
    assertThat(help.out()).isEqualTo(Files.readString(file));
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }
}
