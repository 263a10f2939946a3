package dev.tidemark.cli.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.DeadLetterStatsView;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dead letters and late records as human-readable text. */
final class DeadLetterTables {
  private static final int MESSAGE_CHARS = 80;
  private static final int KEY_CHARS = 30;

  private DeadLetterTables() {}

  /** {@code PARTITION:OFFSET}. */
  static String name(DeadLetterView letter) {
    return letter.partition() + ":" + letter.offset();
  }

  /** Late records have not failed: their time is the record's own. */
  static TextTable list(List<DeadLetterView> letters, DeadLetterWords words) {
    boolean states = letters.stream().anyMatch(letter -> letter.state() != DeadLetterState.OPEN);
    boolean late = words == DeadLetterWords.LATE;
    List<String> columns = new ArrayList<>(List.of("AT"));
    if (states) {
      columns.add("STATE");
    }
    columns.addAll(late ? List.of("TIMESTAMP", "WINDOW") : List.of("FAILED", "STEP", "CAUSE"));
    columns.addAll(List.of("KEY", "SOURCE", "MESSAGE"));
    TextTable table = new TextTable(columns.toArray(String[]::new));
    for (DeadLetterView letter : letters) {
      List<Object> cells = new ArrayList<>();
      cells.add(name(letter));
      if (states) {
        cells.add(word(letter.state()));
      }
      cells.add(Formatting.instant(letter.failedAt()));
      cells.add(Formatting.harmless(letter.step()));
      if (!late) {
        cells.add(Formatting.harmless(letter.cause()));
      }
      cells.add(cut(plain(letter.key()), KEY_CHARS));
      cells.add(source(letter));
      cells.add(cut(letter.message(), MESSAGE_CHARS));
      table.row(cells.toArray());
    }
    return table;
  }

  static List<String> stats(DeadLetterStatsView stats, DeadLetterWords words, boolean colored) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %,d open, %,d requeued, %,d discarded, %,d quarantined"
            .formatted(
                words.count(stats.total()),
                stats.open(),
                stats.requeued(),
                stats.discarded(),
                stats.quarantined()));
    if (stats.groups().isEmpty()) {
      return lines;
    }
    boolean late = words == DeadLetterWords.LATE;
    TextTable table =
        late
            ? new TextTable("OPEN", "TOTAL", "WINDOW", "FIRST", "LAST", "NEWEST", "MESSAGE")
            : new TextTable(
                "OPEN",
                "TOTAL",
                "STEP",
                "CAUSE",
                "EXCEPTION",
                "FIRST",
                "LAST",
                "NEWEST",
                "MESSAGE");
    for (DeadLetterStatsView.Group group : stats.groups()) {
      List<Object> cells =
          new ArrayList<>(List.of(group.open(), group.total(), Formatting.harmless(group.step())));
      if (!late) {
        cells.add(Formatting.harmless(group.cause()));
        cells.add(simple(group.exception()));
      }
      cells.add(Formatting.instant(group.firstAt()));
      cells.add(Formatting.instant(group.lastAt()));
      cells.add(group.newest());
      cells.add(cut(group.message(), MESSAGE_CHARS));
      table.row(cells.toArray());
    }
    lines.addAll(table.colored(colored).lines());
    if (stats.ungrouped() > 0) {
      lines.add("and %,d of other kinds".formatted(stats.ungrouped()));
    }
    return lines;
  }

  static List<String> show(DeadLetterView letter) {
    List<String> lines = new ArrayList<>();
    add(lines, "at", letter.topic() + " " + name(letter));
    add(lines, "state", state(letter));
    add(lines, "step", letter.step());
    add(lines, "cause", letter.cause());
    add(lines, "exception", letter.exception());
    add(lines, "message", letter.message());
    add(lines, "source", letter.source() == null ? "a window's result, no record" : source(letter));
    add(lines, "event time", letter.eventTime());
    add(lines, "failed", failed(letter));
    add(
        lines,
        "requeued",
        letter.requeueAttempt() == 0 ? null : Formatting.count(letter.requeueAttempt(), "time"));
    add(lines, "run", letter.run());
    add(lines, "key", plain(letter.key()) + " (" + Formatting.bytes(letter.keyBytes()) + ")");
    add(lines, "value", Formatting.bytes(letter.valueBytes()) + ", " + letter.valueForm());
    if (letter.value() != null) {
      pretty(letter.value()).lines().forEach(line -> lines.add("  " + Formatting.harmless(line)));
    }
    if (letter.headers() != null) {
      lines.add("headers");
      letter.headers().forEach((header, value) -> header(lines, header, value));
    }
    return lines;
  }

  /** Named once, however many lines it has: a stack trace has many. */
  private static void header(List<String> lines, String header, String value) {
    String name = header;
    for (String line : value.lines().toList()) {
      lines.add("  %-32s %s".formatted(Formatting.harmless(name), Formatting.harmless(line)));
      name = "";
    }
  }

  private static String state(DeadLetterView letter) {
    DeadLetterView.Resolution resolution = letter.resolution();
    if (resolution == null) {
      return word(letter.state());
    }
    return "%s by %s at %s%s%s"
        .formatted(
            word(letter.state()),
            resolution.by(),
            Formatting.instant(resolution.at()),
            resolution.target() == null ? "" : ", to " + resolution.target(),
            resolution.reason() == null ? "" : ": " + resolution.reason());
  }

  private static String failed(DeadLetterView letter) {
    return "%s, %s%s"
        .formatted(
            Formatting.instant(letter.failedAt()),
            Formatting.count(letter.attempts(), "attempt"),
            letter.firstFailedAt() == null
                ? ""
                : ", first at " + Formatting.instant(letter.firstFailedAt()));
  }

  private static void add(List<String> lines, String what, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      lines.add("%-11s %s".formatted(what, Formatting.harmless(value.toString())));
    }
  }

  private static String source(DeadLetterView letter) {
    DeadLetterView.Source source = letter.source();
    return source == null
        ? "-"
        : Formatting.harmless(source.topic()) + " " + source.partition() + ":" + source.offset();
  }

  private static String simple(@Nullable String exception) {
    return exception == null
        ? "-"
        : Formatting.harmless(exception.substring(exception.lastIndexOf('.') + 1));
  }

  private static String plain(JsonNode json) {
    return json.isTextual() ? json.textValue() : json.isNull() ? "-" : json.toString();
  }

  private static String cut(String text, int chars) {
    String line = Formatting.harmless(text);
    return line.length() <= chars ? line : line.substring(0, chars - 3) + "...";
  }

  private static String word(DeadLetterState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String pretty(JsonNode json) {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that can't be written", e);
    }
  }
}
