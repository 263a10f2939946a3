package dev.tidemark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {

  @ParameterizedTest
  @CsvSource({
    "canonical --orders=0, bench: --orders can't be 0; give 1 or more",
    "canonical --engines=flink, 'bench: --engines can''t be flink; give tidemark or kafka-streams'",
    "canonical --fast, bench: Unknown option: '--fast'",
    "all, bench: Unmatched argument at index 0: 'all'"
  })
  void shouldRefuseWrongUsageInOneLineAndSayWhereToRead(String arguments, String message) {
    StringWriter err = new StringWriter();

    int exitCode =
        Bench.commandLine().setErr(new PrintWriter(err, true)).execute(arguments.split(" "));

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString().lines().findFirst()).hasValue(message);
    assertThat(err.toString()).contains("--help");
  }

  @Test
  void shouldExplainItself() {
    StringWriter out = new StringWriter();

    int exitCode =
        Bench.commandLine().setOut(new PrintWriter(out, true)).execute("canonical", "--help");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).contains("Example:", "Exit codes:", "--commit-interval-ms");
  }
}
