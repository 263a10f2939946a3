package dev.tidemark.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.terminal.TextTable.Colored;
import dev.tidemark.cli.terminal.TextTable.Mood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormattingTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "999, 999 ms",
    "1000, 1 s",
    "-1500, 1 s",
    "61000, 1 min 1 s",
    "3600000, 1 h",
    "3661000, 1 h 1 min",
    "90000000, 1 d 1 h"
  })
  void shouldTellASpanInTwoUnitsAtMost(long millis, String text) {
    assertThat(Formatting.span(millis)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1023, 1023 B", "1024, 1 KiB", "335872, 328 KiB", "1572864, 1.5 MiB"})
  void shouldTellASize(long bytes, String text) {
    assertThat(Formatting.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void shouldLetNobodyElseWriteToTheTerminal() {
    assertThat(Formatting.harmless("a\u001b[31mb\r\nc\u202ed\te")).isEqualTo("a?[31mb c?d e");
  }

  @Test
  void shouldColourACellWithoutMovingTheNext() {
    TextTable table =
        new TextTable("NAME", "STATE", "N")
            .row("a", new Colored(Mood.GOOD, "UP"), 1)
            .row("b", new Colored(Mood.BAD, "FAILED"), 2);

    assertThat(table.lines())
        .containsExactly("NAME  STATE   N", "a     UP      1", "b     FAILED  2");
    assertThat(table.colored(true).lines())
        .containsExactly(
            "NAME  STATE   N",
            "a     \u001b[32mUP\u001b[0m      1",
            "b     \u001b[31mFAILED\u001b[0m  2");
  }
}
