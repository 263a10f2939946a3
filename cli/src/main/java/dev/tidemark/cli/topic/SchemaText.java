package dev.tidemark.cli.topic;

import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.TextTable;
import dev.tidemark.runtime.preflight.SchemaReport;
import dev.tidemark.runtime.preflight.SchemaReport.Severity;
import dev.tidemark.runtime.preflight.SchemaReport.Subject;
import dev.tidemark.runtime.preflight.SchemaReport.Use;
import dev.tidemark.runtime.preflight.SchemaReport.Version;
import java.util.ArrayList;
import java.util.List;

/** The comparison of a job's schemas with the registered ones as human-readable text. */
public final class SchemaText {
  private SchemaText() {}

  /** Returns a row for each subject and version. */
  public static List<String> lines(SchemaReport report) {
    if (report.subjects().isEmpty()) {
      return List.of("the job has no schemas");
    }
    TextTable table =
        new TextTable("SUBJECT", "USE", "SCHEMA", "LEVEL", "VERSION", "ID", "RECORDS", "FITS");
    for (Subject subject : report.subjects()) {
      rows(table, subject);
    }
    return table.lines();
  }

  private static void rows(TextTable table, Subject subject) {
    String use = subject.use() == Use.READ ? "read" : "written";
    String level = subject.level() == null ? "-" : subject.level().name();
    if (subject.use() == Use.WRITTEN && subject.id() == null) {
      table.row(
          subject.subject(), use, subject.schema(), level, "(new)", "-", "-", fitsAsNew(subject));
    } else if (subject.versions().isEmpty()) {
      table.row(subject.subject(), use, subject.schema(), level, "none", "-", "-", "yes");
    }
    for (Version version : subject.versions()) {
      table.row(
          subject.subject(),
          use,
          subject.schema(),
          level,
          Integer.toString(version.version()),
          version.id() == 0 ? "-" : Integer.toString(version.id()),
          version.seen() == null ? "-" : "%,d".formatted(version.seen()),
          version.fits() ? "yes" : "no");
    }
  }

  private static String fitsAsNew(Subject subject) {
    boolean refused = subject.versions().stream().anyMatch(version -> !version.fits());
    return refused ? "no" : "not registered";
  }

  /** Returns the problems, with what to do. */
  public static List<String> problems(SchemaReport report) {
    List<String> lines = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      String word = severity == Severity.ERROR ? "error: " : "warning: ";
      for (SchemaReport.Problem problem : report.problems(severity)) {
        lines.add(word + Formatting.harmless(problem.message()));
        lines.add("hint: " + Formatting.harmless(problem.remedy()));
      }
    }
    return lines;
  }

  /** Returns the sampled part of each topic that was not read whole. */
  static List<String> samples(SchemaReport report) {
    List<String> lines = new ArrayList<>();
    for (Subject subject : report.subjects()) {
      SchemaReport.Sample sample = subject.sample();
      if (sample != null && !sample.whole()) {
        lines.add(
            "topic %s: looked at %,d records, not all (--sample all looks at all)"
                .formatted(subject.topic(), sample.records()));
      }
    }
    return lines.stream().distinct().toList();
  }

  public static ExitCode exitCode(SchemaReport report) {
    return report.problems(Severity.ERROR).isEmpty() ? ExitCode.OK : ExitCode.SCHEMA_MISMATCH;
  }
}
