package dev.tidemark.runtime.preflight;

import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.preflight.PlanTopics.DeclaredSchema;
import dev.tidemark.runtime.preflight.SchemaReport.Problem;
import dev.tidemark.runtime.preflight.SchemaReport.Severity;
import dev.tidemark.runtime.preflight.SchemaReport.Version;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.evolution.SchemaFinding;
import dev.tidemark.serde.evolution.SchemaFindings;
import dev.tidemark.serde.evolution.SchemaFindings.Ours;
import dev.tidemark.serde.registry.CompatibilityCheck;
import dev.tidemark.serde.registry.CompatibilityLevel;
import dev.tidemark.serde.registry.RegisteredSchema;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the schemas that a job writes with are registered, or may be: the registry decides by
 * the subject's level, against all versions where the level is transitive. The reason of a refusal
 * is determined here, since registries word it differently, or don't return it.
 */
final class WrittenSchemas {

  private static final String REMEDY =
      "change the job's schema so that it fits, or the subject's compatibility level";

  private final SubjectRegistry registry;
  private final Registration registration;

  WrittenSchemas(SubjectRegistry registry, Registration registration) {
    this.registry = registry;
    this.registration = registration;
  }

  SchemaReport.Subject judge(DeclaredSchema declared) {
    String subject = declared.subject();
    List<Integer> versions = Subjects.versions(registry, subject);
    Integer id = versions.isEmpty() ? null : Subjects.idOf(registry, subject, declared.schema());
    CompatibilityLevel level = registry.compatibility(subject).orElseGet(registry::compatibility);
    List<Version> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int version : versions) {
      boolean judges = id == null && isJudge(version, versions, level);
      int before = problems.size();
      int versionId = look(declared, version, level, judges, problems);
      boolean refused =
          problems.subList(before, problems.size()).stream()
              .anyMatch(problem -> problem.severity() == Severity.ERROR);
      rows.add(new Version(version, versionId, null, !refused));
    }
    boolean isRefused = problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    if (id == null && !isRefused && registration == Registration.NEVER) {
      problems.add(notRegistered(declared));
    }
    return new SchemaReport.Subject(
        declared.topic(),
        declared.side(),
        declared.use(),
        subject,
        declared.schema().getFullName(),
        level,
        id,
        rows,
        null,
        problems);
  }

  /** Returns whether a new version has to be compatible with this one. */
  private static boolean isJudge(int version, List<Integer> versions, CompatibilityLevel level) {
    return level != CompatibilityLevel.NONE
        && (level.name().endsWith("TRANSITIVE") || version == versions.get(versions.size() - 1));
  }

  /** Adds what does not fit, and returns the version's id; 0 if it can't be read. */
  private int look(
      DeclaredSchema declared,
      int version,
      CompatibilityLevel level,
      boolean judges,
      List<Problem> problems) {
    RegisteredSchema other;
    try {
      other = registry.version(declared.subject(), version);
    } catch (InvalidSchemaException e) {
      if (judges) {
        problems.add(problem(declared, Severity.ERROR, version, null, null, message(e), REMEDY));
      }
      return 0;
    } catch (SchemaNotFoundException deletedMeanwhile) {
      return 0;
    }
    if (!judges) {
      return other.id();
    }
    CompatibilityCheck check =
        registry.checkAgainst(declared.subject(), version, declared.schema());
    List<SchemaFinding> findings = findings(declared.schema(), other.schema(), level);
    Severity severity = check.compatible() ? Severity.WARNING : Severity.ERROR;
    for (SchemaFinding finding : findings) {
      // a schema that the registry accepts is reported only where it would be read wrongly
      if (!check.compatible() || finding.rule() == SchemaFinding.Rule.MEANING_IS_KEPT) {
        problems.add(
            problem(
                declared,
                severity,
                version,
                other.id(),
                finding,
                "at " + finding.path() + ": " + finding.what(),
                finding.remedy()));
      }
    }
    if (!check.compatible() && findings.isEmpty()) {
      String said = check.messages().isEmpty() ? "" : ": " + String.join(", ", check.messages());
      problems.add(
          problem(
              declared,
              Severity.ERROR,
              version,
              other.id(),
              null,
              "the registry refuses it" + said,
              REMEDY));
    }
    return other.id();
  }

  private static String message(InvalidSchemaException e) {
    return "it can't be compared with " + e.getMessage();
  }

  private static List<SchemaFinding> findings(Schema ours, Schema other, CompatibilityLevel level) {
    List<SchemaFinding> findings = new ArrayList<>();
    String name = level.name();
    if (name.startsWith("BACKWARD") || name.startsWith("FULL")) {
      findings.addAll(SchemaFindings.between(ours, other, Ours.READER));
    }
    if (name.startsWith("FORWARD") || name.startsWith("FULL")) {
      findings.addAll(SchemaFindings.between(other, ours, Ours.WRITER));
    }
    return findings;
  }

  private static Problem problem(
      DeclaredSchema declared,
      Severity severity,
      int version,
      @Nullable Integer id,
      @Nullable SchemaFinding finding,
      String what,
      String remedy) {
    return new Problem(
        severity,
        severity == Severity.ERROR
            ? JobException.Code.SCHEMA_MISMATCH
            : JobException.Code.SCHEMA_SUSPECT,
        "the job's schema %s %s version %d of subject %s %s"
            .formatted(
                declared.schema().getFullName(),
                severity == Severity.ERROR
                    ? "is not allowed beside"
                    : "is allowed, but has another meaning than",
                version,
                declared.subject(),
                what),
        remedy,
        version,
        id,
        finding);
  }

  private static Problem notRegistered(DeclaredSchema declared) {
    return new Problem(
        Severity.ERROR,
        JobException.Code.SCHEMA_NOT_REGISTERED,
        "the job writes %s to topic %s, which is not registered under subject %s"
            .formatted(declared.schema().getFullName(), declared.topic(), declared.subject()),
        "register it (tidemark schemas register JAR), or let the job do so (--register compatible)",
        null,
        null,
        null);
  }
}
