package dev.tidemark.cli.local;

import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.client.api.progress.LedgerView.Source;
import dev.tidemark.client.api.progress.LedgerView.Window;
import java.util.ArrayList;
import java.util.List;

/** The output of a ledger that was read from Kafka or returned by a node. */
public final class LedgerTable {
  private LedgerTable() {}

  public static List<String> lines(LedgerView ledger) {
    List<String> lines = new ArrayList<>(sources(ledger.sources()).lines());
    if (!ledger.windows().isEmpty()) {
      lines.add("");
      lines.addAll(windows(ledger.windows()).lines());
    }
    if (!ledger.waiting().isEmpty()) {
      lines.add("");
      lines.addAll(waiting(ledger.waiting()).lines());
    }
    return lines;
  }

  /** A job that skips nothing has no column for it. */
  private static TextTable sources(List<Source> sources) {
    boolean skips = sources.stream().anyMatch(source -> source.skipped() > 0);
    List<String> titles =
        new ArrayList<>(
            List.of(
                "TOPIC",
                "PARTITION",
                "OUTPUT",
                "POSITION",
                "READ",
                "FILTERED",
                "LATE",
                "DEAD LETTERS",
                "COUNTED",
                "WATERMARK",
                "IDLE"));
    if (skips) {
      titles.add(titles.indexOf("COUNTED"), "SKIPPED");
    }
    TextTable table = new TextTable(titles.toArray(new String[0]));
    for (Source source : sources) {
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  source.topic(),
                  source.partition(),
                  source.output(),
                  source.position(),
                  source.read(),
                  source.filtered(),
                  source.late(),
                  source.deadLetters(),
                  source.counted(),
                  source.watermark() == null ? "-" : source.watermark(),
                  yesNo(source.idle())));
      if (skips) {
        cells.add(titles.indexOf("SKIPPED"), source.skipped());
      }
      table.row(cells.toArray());
    }
    return table;
  }

  private static TextTable windows(List<Window> windows) {
    boolean incomplete = windows.stream().anyMatch(window -> window.incomplete() > 0);
    List<String> headings =
        new ArrayList<>(List.of("WINDOW", "WRITTEN", "FAILED", "OPEN", "WATERMARK", "ALL IDLE"));
    if (incomplete) {
      headings.add(3, "INCOMPLETE");
    }
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (Window window : windows) {
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  window.name(),
                  window.written(),
                  window.failed(),
                  window.open(),
                  window.watermark() == null ? "-" : window.watermark(),
                  yesNo(window.allIdle())));
      if (incomplete) {
        cells.add(3, window.incomplete());
      }
      table.row(cells.toArray());
    }
    return table;
  }

  private static TextTable waiting(List<LedgerView.Waiting> waiting) {
    TextTable table = new TextTable("WAITING IN", "PARTITION", "UNITS", "SINCE");
    waiting.forEach(w -> table.row(w.stage(), w.partition(), w.units(), w.since()));
    return table;
  }

  private static String yesNo(boolean value) {
    return value ? "yes" : "no";
  }
}
