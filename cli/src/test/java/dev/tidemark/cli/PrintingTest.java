package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.local.LedgerTable;
import dev.tidemark.cli.terminal.OutputOptions;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.JobProgress.SourcePartition;
import dev.tidemark.topology.progress.JobProgress.WindowState;
import dev.tidemark.worker.view.LedgerViews;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrintingTest {
  private static final JobProgress PROGRESS =
      new JobProgress(
          List.of(
              new SourcePartition(
                  "orders",
                  0,
                  "revenue",
                  1_234_567,
                  Optional.of(Instant.EPOCH),
                  true,
                  10,
                  2,
                  3,
                  1,
                  1,
                  0,
                  7),
              new SourcePartition(
                  "orders", 1, "revenue", 0, Optional.empty(), false, 0, 0, 0, 0, 0, 0, 0)),
          List.of(new WindowState("revenue", Optional.empty(), 5, 0, 0, 2, false)));

  @Test
  void shouldAlignTextToTheLeftAndNumbersToTheRight() {
    assertThat(LedgerTable.lines(LedgerViews.of("revenue", "revenue-2", PROGRESS)))
        .containsExactly(
            "TOPIC   PARTITION  OUTPUT    POSITION  READ  FILTERED  LATE  DEAD LETTERS  COUNTED  WATERMARK             IDLE",
            "orders          0  revenue  1,234,567    10         3     1             1        7  1970-01-01T00:00:00Z  yes",
            "orders          1  revenue          0     0         0     0             0        0  -                     no",
            "",
            "WINDOW   WRITTEN  FAILED  OPEN  WATERMARK  ALL IDLE",
            "revenue        5       0     2  -          no");
  }

  @Test
  void shouldPrintTheLedgerAsJson() {
    assertThat(OutputOptions.compact(LedgerViews.of("revenue", "revenue-2", PROGRESS)))
        .startsWith(
            "{\"job\":\"revenue\",\"application_id\":\"revenue-2\",\"sources\":[{\"topic\":\"orders\"")
        .contains(
            "\"watermark\":\"1970-01-01T00:00:00Z\"", "\"dead_letters\":1", "\"all_idle\":false");
  }

  @Test
  void shouldRedrawALineOnATerminalOnly() {
    assertThat(shown(true)).isEqualTo("\r\u001b[Kone\r\u001b[Ktwo\r\u001b[K");
    assertThat(shown(false)).isEmpty();
  }

  @Test
  void shouldKeepALiveLineWithinTheTerminal() {
    StringWriter err = new StringWriter();
    try (ProgressLine live = new ProgressLine(terminal(err, true))) {
      live.show("x".repeat(200));
    }
    assertThat(err.toString()).contains("x".repeat(79)).doesNotContain("x".repeat(80));
  }

  @Test
  void shouldDrawABar() {
    assertThat(ProgressLine.bar("loading", 1_500, 3_000))
        .isEqualTo("loading [###############---------------] 1,500 of 3,000");
    assertThat(ProgressLine.bar("loading", 0, 0))
        .contains("[##############################] 0 of 0");
  }

  private static String shown(boolean tty) {
    StringWriter err = new StringWriter();
    try (ProgressLine live = new ProgressLine(terminal(err, tty))) {
      live.show("one");
      live.show("one");
      live.show("two");
    }
    return err.toString();
  }

  private static Terminal terminal(StringWriter err, boolean tty) {
    return new Terminal(
        new PrintWriter(new StringWriter()), new PrintWriter(err), tty, tty, 80, Map.of());
  }
}
