package dev.tidemark.topology.runtime;

import dev.tidemark.serde.IncompatibleSchemaException;
import dev.tidemark.serde.RegisteredSchema;
import dev.tidemark.serde.RegistryAccessException;
import dev.tidemark.serde.RegistryUnavailableException;
import dev.tidemark.serde.SchemaNotFoundException;
import dev.tidemark.serde.SchemaRegistryClient;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * Checks before a job starts that it can read what is registered, and may write what it declares.
 */
final class SchemaCheck {

  private final SchemaRegistryClient registry;
  private final PlanTopics topics;

  SchemaCheck(SchemaRegistryClient registry, PlanTopics topics) {
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
    try {
      List<String> misfits = new ArrayList<>();
      topics.read().forEach(declared -> checkRead(declared, misfits));
      if (misfits.isEmpty()) {
        topics.written().forEach(declared -> register(declared, misfits));
      }
      if (!misfits.isEmpty()) {
        throw new JobException(
            JobException.Code.SCHEMA_MISMATCH,
            String.join("; ", misfits),
            "change the job's schema so that it fits (e.g. give a new field a default), or the subject's compatibility level");
      }
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
