package dev.tidemark.cli.demo;

import dev.tidemark.cli.local.ProgressTotals;
import dev.tidemark.cli.terminal.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The final report of the demo. */
final class DemoReport {
  private static final int NEWEST = 6;

  private final PrintWriter out;

  DemoReport(PrintWriter out) {
    this.out = out;
  }

  /** Prints results, ledgers and the verdict; returns whether all is well. */
  boolean print(List<DemoAnswer> answers) {
    for (DemoAnswer answer : answers) {
      out.println();
      out.println("The newest results of " + answer.job() + ":");
      newest(answer.results()).lines().forEach(line -> out.println("  " + line));
    }
    out.println();
    out.println("Event accounting:");
    ledger(answers).lines().forEach(line -> out.println("  " + line));
    out.println();
    return verdict(answers);
  }

  /** One column for each field; the records differ, their order does not. */
  private static TextTable newest(List<TopicRecord> records) {
    List<TopicRecord> newest =
        records.stream()
            .sorted(
                Comparator.comparing(TopicRecord::time).thenComparing(r -> String.valueOf(r.key())))
            .skip(Math.max(0, records.size() - NEWEST))
            .toList();
    if (newest.isEmpty()) {
      return new TextTable("NONE");
    }
    TextTable table =
        new TextTable(
            newest.get(0).value().getSchema().getFields().stream()
                .map(field -> field.name().toUpperCase(Locale.ROOT).replace('_', ' '))
                .toArray(String[]::new));
    newest.forEach(record -> table.row(cells(record.value())));
    return table;
  }

  private static Object[] cells(GenericRecord value) {
    return value.getSchema().getFields().stream().map(field -> cell(value, field)).toArray();
  }

  private static Object cell(GenericRecord value, Schema.Field field) {
    Object cell = value.get(field.pos());
    boolean isInstant = field.schema().getLogicalType() instanceof LogicalTypes.TimestampMillis;
    return isInstant && cell instanceof Long millis
        ? Instant.ofEpochMilli(millis)
        : printable(cell);
  }

  private static Object printable(@Nullable Object cell) {
    return cell instanceof Number ? cell : String.valueOf(cell);
  }

  private static TextTable ledger(List<DemoAnswer> answers) {
    TextTable table =
        new TextTable(
            "JOB",
            "READ",
            "FILTERED",
            "LATE",
            "DEAD LETTERS",
            "COUNTED",
            "WINDOWS WRITTEN",
            "WINDOWS OPEN");
    for (DemoAnswer answer : answers) {
      ProgressTotals totals = answer.totals();
      table.row(
          answer.job(),
          totals.read(),
          totals.filtered(),
          totals.late(),
          totals.deadLetters(),
          totals.counted(),
          totals.written(),
          totals.open());
    }
    return table;
  }

  private boolean verdict(List<DemoAnswer> answers) {
    if (answers.stream().allMatch(DemoAnswer::verified)) {
      int results = answers.stream().mapToInt(answer -> answer.results().size()).sum();
      int late = answers.stream().mapToInt(answer -> answer.late().size()).sum();
      out.println(
          "verified: %,d results, %,d late records and the ledgers equal an offline computation of the same events"
              .formatted(results, late));
      return true;
    }
    out.println("DIFFERS from an offline computation of the same events:");
    answers.forEach(answer -> answer.differences().forEach(line -> out.println("  " + line)));
    return false;
  }
}
