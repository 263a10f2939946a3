package dev.tidemark.topology.runtime;

import dev.tidemark.serde.CompatibilityCheck;
import dev.tidemark.serde.CompatibilityLevel;
import dev.tidemark.serde.IncompatibleSchemaException;
import dev.tidemark.serde.RegisteredSchema;
import dev.tidemark.serde.RegistryAccessException;
import dev.tidemark.serde.RegistryUnavailableException;
import dev.tidemark.serde.SchemaNotFoundException;
import dev.tidemark.serde.SubjectRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * Checks before a job starts that it can read what is registered, and may write what it declares.
 */
final class SchemaCheck {

  private final SubjectRegistry registry;
  private final PlanTopics topics;

  SchemaCheck(SubjectRegistry registry, PlanTopics topics) {
    this.registry = registry;
    this.topics = topics;
  }

  /** Whether the plan needs a registry at all. */
  static boolean isNeeded(PlanTopics topics) {
    return topics.read().stream().anyMatch(declared -> declared.type().schema().isPresent())
        || topics.written().stream().anyMatch(declared -> declared.type().schema().isPresent());
  }

  /** Reports all misfits at once; registers the output schemas if there is none. */
  void run() {
    translated(
        () -> {
          List<String> misfits = new ArrayList<>();
          topics.read().forEach(declared -> checkRead(declared, misfits));
          if (misfits.isEmpty()) {
            topics.written().forEach(declared -> register(declared, misfits));
          }
          if (!misfits.isEmpty()) {
            throw mismatch(String.join("; ", misfits));
          }
        });
  }

  /** Finds the same misfits, one problem each, and registers nothing. */
  List<JobException> look() {
    List<String> misfits = new ArrayList<>();
    translated(
        () -> {
          topics.read().forEach(declared -> checkRead(declared, misfits));
          topics.written().forEach(declared -> checkWritten(declared, misfits));
        });
    return misfits.stream().map(SchemaCheck::mismatch).toList();
  }

  private static JobException mismatch(String misfits) {
    return new JobException(
        JobException.Code.SCHEMA_MISMATCH,
        misfits,
        "change the job's schema so that it fits (e.g. give a new field a default), or the subject's compatibility level");
  }

  private static void translated(Runnable questions) {
    try {
      questions.run();
    } catch (RegistryUnavailableException e) {
      throw new JobException(
          JobException.Code.REGISTRY_UNREACHABLE,
          "the schema registry does not answer: " + e.getMessage(),
          "start it, or state its address with --schema-registry URL (schema.registry.url)",
          e);
    } catch (RegistryAccessException e) {
      throw new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the schema registry refuses the credentials: " + e.getMessage(),
          "check basic.auth.user.info or bearer.auth.token",
          e);
    }
  }

  private void checkRead(PlanTopics.Declared declared, List<String> misfits) {
    declared
        .type()
        .schema()
        .ifPresent(
            reader -> {
              for (int version : versions(declared.subject())) {
                RegisteredSchema writer = registry.version(declared.subject(), version);
                String misfit = misfit(reader, writer.schema());
                if (!misfit.isEmpty()) {
                  misfits.add(
                      "the job's schema %s can't read version %d of subject %s: %s"
                          .formatted(reader.getFullName(), version, declared.subject(), misfit));
                }
              }
            });
  }

  private List<Integer> versions(String subject) {
    try {
      return registry.versions(subject);
    } catch (SchemaNotFoundException nothingWrittenYet) {
      return List.of();
    }
  }

  /** What a registration would be judged by: nothing is refused where nothing is registered yet. */
  private void checkWritten(PlanTopics.Declared declared, List<String> misfits) {
    if (declared.type().schema().isEmpty() || versions(declared.subject()).isEmpty()) {
      return;
    }
    Schema schema = declared.type().schema().get();
    for (int version : judges(declared.subject(), schema)) {
      CompatibilityCheck check = registry.checkAgainst(declared.subject(), version, schema);
      if (!check.compatible()) {
        misfits.add(
            "the job's schema %s is not allowed beside version %d of subject %s: %s"
                .formatted(
                    schema.getFullName(),
                    version,
                    declared.subject(),
                    String.join(", ", check.messages())));
      }
    }
  }

  /** The versions that a new one has to get along with. */
  private List<Integer> judges(String subject, Schema schema) {
    try {
      registry.idOf(subject, schema);
      return List.of(); // it is registered
    } catch (SchemaNotFoundException e) {
      List<Integer> versions = versions(subject);
      CompatibilityLevel level = registry.compatibility(subject).orElseGet(registry::compatibility);
      return level.name().endsWith("TRANSITIVE")
          ? versions
          : versions.subList(Math.max(0, versions.size() - 1), versions.size());
    }
  }

  private void register(PlanTopics.Declared declared, List<String> misfits) {
    declared
        .type()
        .schema()
        .ifPresent(
            schema -> {
              try {
                registry.register(declared.subject(), schema);
              } catch (IncompatibleSchemaException e) {
                misfits.add(
                    "the job's schema "
                        + schema.getFullName()
                        + " is not allowed: "
                        + e.getMessage());
              }
            });
  }

  private static String misfit(Schema reader, Schema writer) {
    SchemaCompatibility.SchemaPairCompatibility pair =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (pair.getType() == SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
      return "";
    }
    List<String> reasons = new ArrayList<>();
    pair.getResult()
        .getIncompatibilities()
        .forEach(
            incompatibility ->
                reasons.add(
                    incompatibility.getType()
                        + " at "
                        + incompatibility.getLocation()
                        + " ("
                        + incompatibility.getMessage()
                        + ")"));
    return String.join(", ", reasons);
  }
}
