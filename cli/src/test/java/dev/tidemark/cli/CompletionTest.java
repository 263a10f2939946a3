package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script for shells, in a bash where the command only writes down what it is asked. */
@DisabledOnOs(OS.WINDOWS)
class CompletionTest {
  @TempDir Path folder = Path.of("");

  @Test
  void shouldOfferVerbsAndOptionsWithoutAskingAnybody() throws Exception {
    assertThat(offered("tidemark", "pau")).containsExactly("pause");
    assertThat(offered("tidemark", "config", "set")).containsExactly("set-context");
    assertThat(offered("tidemark", "submit", "--repl")).containsExactly("--replace");
    assertThat(offered("tidemark", "list", "-o", "js")).containsExactly("json", "jsonl");
    assertThat(offered("tidemark", "__c")).isEmpty();
    assertThat(asked()).isEmpty();
  }

  @Test
  void shouldOfferTheNamesOfTheCluster() throws Exception {
    assertThat(offered("tidemark", "pause", "re")).containsExactly("revenue");
    assertThat(offered("tidemark", "stop", "revenue", "d")).containsExactly("delays");
    assertThat(offered("tidemark", "describe", "")).contains("revenue", "delays");
    assertThat(offered("tidemark", "jars", "delete", "r")).containsExactly("revenue");
    assertThat(offered("tidemark", "list", "--context", "d")).containsExactly("delays");
    assertThat(asked())
        .containsExactly(
            "__complete jobs",
            "__complete jobs",
            "__complete jobs",
            "__complete jars",
            "__complete contexts");
  }

  @Test
  void shouldAskTheOneThatWasTyped() throws Exception {
    assertThat(offered("./tidemark", "pause", "x")).isEmpty();
    assertThat(asked()).isEmpty();
  }

  @Test
  void shouldBeTheSameScriptForZsh() {
    assertThat(Invocation.of("completion", "zsh")).isEqualTo(Invocation.of("completion", "bash"));
    assertThat(Invocation.of("completion", "fish").exitCode()).isEqualTo(2);
  }

  private List<String> offered(String... words) throws Exception {
    Path script = folder.resolve("completion.sh");
    if (!Files.exists(script)) {
      Files.writeString(script, Invocation.of("completion", "bash").out());
    }
    String line = Stream.of(words).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    String bash =
        """
        compopt() { :; } # bash has it only while it completes
        source '%s'
        tidemark() { local IFS=' '; echo "$*" >> '%s'; printf 'revenue\\ndelays\\n'; }
        COMP_WORDS=(%s)
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
        _complete_tidemark
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, folder.resolve("asked.txt"), line);
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        new ProcessBuilder("bash", "--norc", "-c", bash)
            .directory(folder.toFile())
            .redirectError(err.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(Files.readString(err)).isEmpty();
    return out.lines().map(String::strip).filter(word -> !word.isEmpty()).toList();
  }

  private List<String> asked() throws IOException {
    Path asked = folder.resolve("asked.txt");
    return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
  }
}
