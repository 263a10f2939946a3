package dev.tidemark.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A borderless table for people: a heading, rows, numbers to the right. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<Object>> rows = new ArrayList<>();

  TextTable(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row; numbers are grouped by thousands. */
  TextTable row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "a row needs " + headings.size() + " cells, not " + cells.length);
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, without trailing blanks. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line(new ArrayList<>(headings)));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  private String line(List<?> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String text = text(cells.get(column));
      String blanks = " ".repeat(width(column) - text.length());
      line.append(column == 0 ? "" : GAP).append(isNumeric(column) ? blanks + text : text + blanks);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int width = headings.get(column).length();
    for (List<Object> row : rows) {
      width = Math.max(width, text(row.get(column)).length());
    }
    return width;
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column) instanceof Number);
  }

  private static String text(Object cell) {
    if (cell instanceof Long || cell instanceof Integer) {
      return String.format(Locale.ROOT, "%,d", ((Number) cell).longValue());
    }
    return cell.toString();
  }
}
