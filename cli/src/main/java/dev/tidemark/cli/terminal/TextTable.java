package dev.tidemark.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A borderless table for people: a heading, rows, numbers to the right. */
public final class TextTable {
  private static final String GAP = "  ";
  private static final String PLAIN = "\u001b[0m";

  private final List<String> headings;
  private final List<List<Object>> rows = new ArrayList<>();
  private boolean colored;

  /** The severity of a state in a cell. */
  public enum Mood {
    GOOD("\u001b[32m"),
    UNSETTLED("\u001b[33m"),
    BAD("\u001b[31m");

    private final String color;

    Mood(String color) {
      this.color = color;
    }
  }

  /** A cell that has a colour where colours are wanted. */
  public record Colored(Mood mood, String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  public TextTable(String... headings) {
    this.headings = List.of(headings);
  }

  /** Adds a row; numbers are grouped by thousands. */
  public TextTable row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "a row needs " + headings.size() + " cells, not " + cells.length);
    }
    rows.add(List.of(cells));
    return this;
  }

  /** Sets whether to use colours (default: no). */
  public TextTable colored(boolean wanted) {
    colored = wanted;
    return this;
  }

  /** The lines, without trailing blanks. */
  public List<String> lines() {
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
      String shown =
          colored && cells.get(column) instanceof Colored cell
              ? cell.mood().color + text + PLAIN
              : text;
      line.append(column == 0 ? "" : GAP)
          .append(isNumeric(column) ? blanks + shown : shown + blanks);
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
