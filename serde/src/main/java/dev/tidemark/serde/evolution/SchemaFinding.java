package dev.tidemark.serde.evolution;

/**
 * One reason why what one schema wrote can't be read by another, at one place.
 *
 * @param path the place, e.g. {@code /address/zip}; {@code []} is what an array holds, {@code {}}
 *     what a map holds, and {@code /} the whole
 * @param readerType what is read there, e.g. {@code int} or {@code enum Status}; {@code nothing}
 *     where the reader has nothing
 * @param writerType what was written there; {@code nothing} where the writer has nothing
 * @param rule the rule of Avro that is broken
 * @param what what is wrong, one line without the place
 * @param remedy what to do, one line
 */
public record SchemaFinding(
    String path, String readerType, String writerType, Rule rule, String what, String remedy) {

  /** The rules. */
  public enum Rule {
    /** A field that the writer has not needs a default. */
    FIELD_HAS_DEFAULT,
    /** A type can be read as itself, or as a wider one. */
    TYPE_IS_PROMOTABLE,
    /** Records, enums and fixeds keep their name, or state the old one as an alias. */
    NAME_IS_KEPT,
    /** Every symbol of the writer is one of the reader's, or the reader has a default. */
    SYMBOL_IS_KNOWN,
    /** A fixed keeps its size. */
    SIZE_IS_KEPT,
    /** Every branch of the writer's union can be read as one of the reader's. */
    BRANCH_IS_KNOWN,
    /**
     * The bytes can be read, but the numbers mean something else: another scale of a decimal, or
     * another unit of a time. Avro lets it pass.
     */
    MEANING_IS_KEPT,
    /** A schema is one of Avro, and small enough to be looked at. */
    SCHEMA_IS_READABLE
  }

  /** {@code /address/zip: what}. */
  @Override
  public String toString() {
    return path + ": " + what;
  }
}
