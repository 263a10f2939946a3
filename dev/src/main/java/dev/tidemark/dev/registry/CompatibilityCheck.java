package dev.tidemark.dev.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;

/** A check whether a schema may follow others, by Avro's rules of resolution. */
final class CompatibilityCheck {
  private CompatibilityCheck() {}

  /**
   * An earlier version.
   *
   * @param version its number, for the messages
   */
  record Earlier(int version, Schema schema) {}

  /**
   * Returns the incompatibilities; empty when it is compatible.
   *
   * @param level which versions count, and in which direction
   * @param candidate the new schema
   * @param earlier oldest first
   * @return messages, those of the newest version that disagrees
   */
  static List<String> problems(CompatibilityLevel level, Schema candidate, List<Earlier> earlier) {
    int oldest = level.transitive() ? 0 : Math.max(0, earlier.size() - 1);
    for (int i = earlier.size() - 1; i >= oldest; i--) {
      List<String> problems = problems(level, candidate, earlier.get(i));
      if (!problems.isEmpty()) {
        return problems;
      }
    }
    return List.of();
  }

  private static List<String> problems(
      CompatibilityLevel level, Schema candidate, Earlier earlier) {
    List<String> problems = new ArrayList<>();
    if (level.readsOld()) {
      problems.addAll(unreadable(candidate, earlier.schema(), "new", "old"));
    }
    if (level.readByOld()) {
      problems.addAll(unreadable(earlier.schema(), candidate, "old", "new"));
    }
    if (!problems.isEmpty()) {
      problems.add("{oldSchemaVersion: " + earlier.version() + "}");
      problems.add("{oldSchema: '" + earlier.schema() + "'}");
      problems.add("{compatibility: '" + level + "'}");
    }
    return problems;
  }

  private static List<String> unreadable(
      Schema reader, Schema writer, String readerName, String writerName) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(problem -> describe(problem, readerName, writerName))
        .toList();
  }

  private static String describe(Incompatibility problem, String reader, String writer) {
    return "{errorType:'%s', description:'%s', additionalInfo:'%s'}"
        .formatted(problem.getType(), description(problem, reader, writer), problem.getMessage());
  }

  private static String description(Incompatibility problem, String reader, String writer) {
    SchemaIncompatibilityType type = problem.getType();
    String path = problem.getLocation();
    return switch (type) {
      case FIXED_SIZE_MISMATCH ->
          "The size of FIXED type field at path '%s' in the %s schema does not match with the %s schema"
              .formatted(path, reader, writer);
      case TYPE_MISMATCH ->
          "The type (path '%s') of a field in the %s schema does not match with the %s schema"
              .formatted(path, reader, writer);
      case NAME_MISMATCH -> "The name of the schema has changed (path '%s')".formatted(path);
      case MISSING_ENUM_SYMBOLS ->
          "The %s schema is missing enum symbols '%s' at path '%s' in the %s schema"
              .formatted(reader, problem.getMessage(), path, writer);
      case MISSING_UNION_BRANCH ->
          "The %s schema is missing a type inside a union field at path '%s' in the %s schema"
              .formatted(reader, path, writer);
      case READER_FIELD_MISSING_DEFAULT_VALUE ->
          "The field '%s' at path '%s' in the %s schema has no default value and is missing in the %s schema"
              .formatted(problem.getMessage(), path, reader, writer);
    };
  }
}
