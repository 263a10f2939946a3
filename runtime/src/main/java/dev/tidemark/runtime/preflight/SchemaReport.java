package dev.tidemark.runtime.preflight;

import dev.tidemark.runtime.base.JobException;
import dev.tidemark.serde.evolution.SchemaFinding;
import dev.tidemark.serde.registry.CompatibilityLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking the schemas of a job against the registry.
 *
 * @param subjects one for each schema that the job declares for the keys or values of a topic: what
 *     is read first
 */
public record SchemaReport(List<Subject> subjects) {

  /** Of a job without any schema. */
  static final SchemaReport EMPTY = new SchemaReport(List.of());

  public SchemaReport {
    subjects = List.copyOf(subjects);
  }

  /** The part of a record that a schema is for. */
  public enum Side {
    KEY,
    VALUE
  }

  /** The use of a topic by the job. */
  public enum Use {
    READ,
    WRITTEN
  }

  /** The severity of a problem. */
  public enum Severity {
    /** The job must not start. */
    ERROR,
    /** It may start; it should be known. */
    WARNING
  }

  /**
   * A subject, and the problems of the job there.
   *
   * @param subject its name
   * @param schema the full name of the job's schema
   * @param level what the registry demands of new versions; null where nothing is written
   * @param id under which the job's own schema is registered there; null if it is not, and where
   *     nothing is written
   * @param versions all that are registered, ascending
   * @param sample how much of the topic was read; null: nothing
   * @param problems what does not fit
   */
  public record Subject(
      String topic,
      Side side,
      Use use,
      String subject,
      String schema,
      @Nullable CompatibilityLevel level,
      @Nullable Integer id,
      List<Version> versions,
      @Nullable Sample sample,
      List<Problem> problems) {
    public Subject {
      versions = List.copyOf(versions);
      problems = List.copyOf(problems);
    }
  }

  /**
   * A version of a subject.
   *
   * @param seen how many of the records that were read have it; null where none was read
   * @param fits whether the job can read it, or, of what is written, is compatible with it
   */
  public record Version(int version, int id, @Nullable Long seen, boolean fits) {}

  /**
   * The part of a topic that was read.
   *
   * @param records the number of records
   * @param whole whether these are all that it has
   */
  public record Sample(long records, boolean whole) {}

  /**
   * One thing that does not fit.
   *
   * @param code of the kind of problem
   * @param message one line
   * @param remedy what to do, one line
   * @param version of the subject; null if it is not about one
   * @param id of that version; null if it is not about one
   * @param finding the place and the types; null where the registry gave another reason
   */
  public record Problem(
      Severity severity,
      JobException.Code code,
      String message,
      String remedy,
      @Nullable Integer version,
      @Nullable Integer id,
      @Nullable SchemaFinding finding) {

    JobException asException() {
      return new JobException(code, message, remedy);
    }
  }

  /** All problems of a severity. */
  public List<Problem> problems(Severity severity) {
    return all().filter(problem -> problem.severity() == severity).toList();
  }

  /** Returns the subjects of what is written that lack the job's schema. */
  public List<Subject> unregistered() {
    return subjects.stream().filter(s -> s.use() == Use.WRITTEN && s.id() == null).toList();
  }

  /**
   * Returns them as exceptions, which carry code, message and hint to wherever a job is checked.
   */
  List<JobException> exceptions(Severity severity) {
    List<JobException> exceptions = new ArrayList<>();
    problems(severity).forEach(problem -> exceptions.add(problem.asException()));
    return exceptions;
  }

  private Stream<Problem> all() {
    return subjects.stream().flatMap(subject -> subject.problems().stream());
  }
}
