package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class CanonicalCommandTest {

  @Test
  void shouldMeasureBothEnginesWithFourMillionOrdersUnlessToldOtherwise() {
    assertThat(parse())
        .isEqualTo(
            new CanonicalOptions(
                4_000_000,
                List.of("tidemark", "kafka-streams"),
                100_000,
                1,
                1,
                1000,
                1,
                "1g",
                List.of()));
  }

  @Test
  void shouldTakeEveryOption() {
    assertThat(
            parse(
                "--orders=1000",
                "--engines=kafka-streams",
                "--users=50",
                "--seed=9",
                "--threads=2",
                "--commit-interval-ms=100",
                "--runs=3",
                "--heap=512m",
                "--jvm-option=-XX:+UseParallelGC",
                "--jvm-option=-Xlog:gc"))
        .isEqualTo(
            new CanonicalOptions(
                1000,
                List.of("kafka-streams"),
                50,
                9,
                2,
                100,
                3,
                "512m",
                List.of("-XX:+UseParallelGC", "-Xlog:gc")));
  }

  @Test
  void shouldKeepTheOrderOfTheEngines() {
    assertThat(parse("--engines", "kafka-streams,tidemark").engines())
        .containsExactly("kafka-streams", "tidemark");
  }

  @ParameterizedTest
  @CsvSource({
    "--orders=0, --orders can't be 0; give 1 or more",
    "--users=3, --users can't be 3; give 4 to 1000000",
    "--threads=0, --threads can't be 0; give 1 or more",
    "--runs=0, --runs can't be 0; give 1 or more",
    "--commit-interval-ms=0, --commit-interval-ms can't be 0; give 1 or more",
    "--heap=much, --heap can't be much; give a size such as 512m or 1g",
    "--orders=many, Invalid value for option '--orders': 'many' is not a long"
  })
  void shouldRefuseWhatCanNotBeMeasured(String argument, String message) {
    assertThatThrownBy(() -> parse(argument))
        .isInstanceOf(ParameterException.class)
        .hasMessage(message);
  }

  @Test
  void shouldRefuseAnUnknownEngine() {
    assertThatThrownBy(() -> parse("--engines=flink"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("give tidemark or kafka-streams");
  }

  @Test
  void shouldRefuseAnEngineGivenTwice() {
    assertThatThrownBy(() -> parse("--engines=tidemark,tidemark"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("each engine once");
  }

  private static CanonicalOptions parse(String... arguments) {
    CanonicalCommand command = new CanonicalCommand();
    new CommandLine(command).parseArgs(arguments);
    return command.options();
  }
}
