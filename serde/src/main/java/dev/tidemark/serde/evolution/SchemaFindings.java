package dev.tidemark.serde.evolution;

import dev.tidemark.serde.avro.SchemaBounds;
import dev.tidemark.serde.evolution.SchemaFinding.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * Says whether one schema reads what another wrote, and if not, at which field and why. Avro
 * decides; but it names a union where the reason lies deep inside of one of its branches, so the
 * place is looked for here. Beyond Avro's rules, a number that would mean something else is found.
 * Pure.
 */
public final class SchemaFindings {

  /** Enough to act on; the rest shows when these are fixed. */
  public static final int FINDINGS_MAX = 50;

  /** The schema that the reader of the findings can change. */
  public enum Ours {
    /** The reader's: the job reads what others wrote. */
    READER,
    /** The writer's: others read what the job writes. */
    WRITER
  }

  private final SchemaRemedies remedies;
  private final List<SchemaFinding> findings = new ArrayList<>();
  private final Set<Pair> seen = new HashSet<>();

  /** By identity: a schema may hold itself. */
  private record Pair(Schema reader, Schema writer) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Pair that && reader == that.reader && writer == that.writer;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(reader) + System.identityHashCode(writer);
    }
  }

  private SchemaFindings(Ours ours) {
    this.remedies = new SchemaRemedies(ours);
  }

  /**
   * Returns why data that one schema wrote can't be read by another; empty if it can.
   *
   * @param ours which of the two can be changed; decides about the remedies alone
   */
  public static List<SchemaFinding> between(Schema reader, Schema writer, Ours ours) {
    SchemaFindings found = new SchemaFindings(ours);
    try {
      Optional<String> exceeded =
          SchemaBounds.exceededBy(writer).or(() -> SchemaBounds.exceededBy(reader));
      if (exceeded.isPresent()) {
        return List.of(found.remedies.unreadable("a schema " + exceeded.get()));
      }
      found.judge(reader, writer);
    } catch (StackOverflowError e) {
      return List.of(found.remedies.unreadable("a schema is nested too deeply"));
    } catch (AvroRuntimeException e) {
      return List.of(found.remedies.unreadable("Avro can't compare it: " + e.getMessage()));
    }
    return List.copyOf(found.findings);
  }

  private void judge(Schema reader, Schema writer) {
    SchemaPairCompatibility verdict =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    walk(reader, writer, "");
    if (verdict.getType() == SchemaCompatibilityType.COMPATIBLE) {
      findings.removeIf(finding -> finding.rule() != Rule.MEANING_IS_KEPT);
      Unresolved.between(reader, writer)
          .forEach(each -> add(each.path(), each.reader(), each.writer(), each.rule()));
    } else if (findings.stream().allMatch(f -> f.rule() == Rule.MEANING_IS_KEPT)) {
      verdict.getResult().getIncompatibilities().forEach(each -> findings.add(plain(each)));
    }
  }

  private void walk(Schema reader, Schema writer, String path) {
    if (findings.size() >= FINDINGS_MAX || !seen.add(new Pair(reader, writer))) {
      return;
    }
    if (writer.getType() == Schema.Type.UNION) {
      writer.getTypes().forEach(branch -> branch(reader, branch, path));
    } else if (reader.getType() == Schema.Type.UNION) {
      branch(reader, writer, path);
    } else if (reader.getType() == writer.getType()) {
      sameType(reader, writer, path);
    } else if (!isPromotable(reader.getType(), writer.getType())) {
      add(path, reader, writer, Rule.TYPE_IS_PROMOTABLE);
    }
  }

  /** Compares a type written as one branch, or without a union at all. */
  private void branch(Schema reader, Schema written, String path) {
    if (reader.getType() != Schema.Type.UNION) {
      if (reader.getType() != written.getType()
          && !isPromotable(reader.getType(), written.getType())) {
        add(path, reader, written, Rule.TYPE_IS_PROMOTABLE);
      } else {
        walk(reader, written, path);
      }
      return;
    }
    Schema like = null;
    for (Schema branch : reader.getTypes()) {
      if (reads(branch, written)) {
        walk(branch, written, path);
        return;
      }
      if (branch.getType() == written.getType() && isSameName(branch, written)) {
        like = branch;
      }
    }
    if (like == null) {
      add(path, reader, written, Rule.BRANCH_IS_KNOWN);
    } else {
      walk(like, written, path);
    }
  }

  private void sameType(Schema reader, Schema writer, String path) {
    if (SchemaNames.isNamed(reader) && !isSameName(reader, writer)) {
      add(path, reader, writer, Rule.NAME_IS_KEPT);
      return;
    }
    switch (reader.getType()) {
      case RECORD -> reader.getFields().forEach(field -> field(field, writer, path));
      case ARRAY -> walk(reader.getElementType(), writer.getElementType(), path + "[]");
      case MAP -> walk(reader.getValueType(), writer.getValueType(), path + "{}");
      case ENUM -> {
        if (reader.getEnumDefault() == null
            && !reader.getEnumSymbols().containsAll(writer.getEnumSymbols())) {
          add(path, reader, writer, Rule.SYMBOL_IS_KNOWN);
        }
      }
      case FIXED -> {
        if (reader.getFixedSize() != writer.getFixedSize()) {
          add(path, reader, writer, Rule.SIZE_IS_KEPT);
        }
      }
      default -> {}
    }
    if (SchemaNames.meansSomethingElse(reader, writer)) {
      add(path, reader, writer, Rule.MEANING_IS_KEPT);
    }
  }

  private void field(Schema.Field field, Schema writer, String path) {
    String inside = path + "/" + field.name();
    Schema.Field written = SchemaCompatibility.lookupWriterField(writer, field);
    if (written != null) {
      walk(field.schema(), written.schema(), inside);
    } else if (!field.hasDefaultValue()
        && !(field.schema().getType() == Schema.Type.ENUM
            && field.schema().getEnumDefault() != null)) {
      findings.add(remedies.missing(inside, field.schema()));
    }
  }

  private void add(String path, Schema reader, Schema writer, Rule rule) {
    if (findings.size() < FINDINGS_MAX) {
      findings.add(remedies.of(path.isEmpty() ? "/" : path, reader, writer, rule));
    }
  }

  /** In Avro's words, should it ever see what is not seen here. */
  private static SchemaFinding plain(Incompatibility found) {
    return new SchemaFinding(
        found.getLocation(),
        SchemaNames.of(found.getReaderFragment()),
        SchemaNames.of(found.getWriterFragment()),
        Rule.TYPE_IS_PROMOTABLE,
        found.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + ": "
            + found.getMessage(),
        "make the two schemas agree there");
  }

  private static boolean reads(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
        == SchemaCompatibilityType.COMPATIBLE;
  }

  private static boolean isSameName(Schema reader, Schema writer) {
    return !SchemaNames.isNamed(reader)
        || SchemaCompatibility.schemaNameEquals(reader, writer)
        || reader.getAliases().contains(writer.getFullName());
  }

  private static boolean isPromotable(Schema.Type reader, Schema.Type writer) {
    return switch (reader) {
      case LONG -> writer == Schema.Type.INT;
      case FLOAT -> writer == Schema.Type.INT || writer == Schema.Type.LONG;
      case DOUBLE ->
          writer == Schema.Type.INT || writer == Schema.Type.LONG || writer == Schema.Type.FLOAT;
      case STRING -> writer == Schema.Type.BYTES;
      case BYTES -> writer == Schema.Type.STRING;
      default -> false;
    };
  }
}
