package dev.tidemark.serde.avro;

import org.jspecify.annotations.Nullable;

/**
 * The step for one field of a record. The usual types have kinds of their own, which {@link
 * RecordReader} does itself; everything else is a call to the step's reader or skipper.
 *
 * @param kind one of the constants; not an enum, since this is looked at for every field of every
 *     value
 * @param position where the value goes in the Java record; unused by skips
 * @param number bytes to skip, or which branch of a union is null
 * @param reader for {@link #READ}
 * @param skipper for {@link #SKIP}
 * @param values the values of an enum by the writer's number, or the one value of a default
 */
record RecordStep(
    int kind,
    int position,
    int number,
    @Nullable ValueReader reader,
    @Nullable Skipper skipper,
    @Nullable Object[] values) {

  static final int READ = 0;
  static final int STRING = 1;
  static final int MAYBE_STRING = 2;
  static final int LONG = 3;
  static final int INSTANT_MILLIS = 4;
  static final int INT = 5;
  static final int DOUBLE = 6;
  static final int BOOLEAN = 7;
  static final int ENUM = 8;
  static final int CONSTANT = 9;
  static final int SKIP = 10;
  static final int SKIP_FIXED = 11;
  static final int SKIP_NUMBER = 12;
  static final int SKIP_BYTES = 13;
  static final int SKIP_MAYBE_BYTES = 14;

  private static final Object[] NONE = {};

  static RecordStep plain(int kind, int position) {
    return new RecordStep(kind, position, 0, null, null, NONE);
  }

  static RecordStep read(int position, ValueReader reader) {
    return new RecordStep(READ, position, 0, reader, null, NONE);
  }

  static RecordStep maybeString(int position, int nullBranch) {
    return new RecordStep(MAYBE_STRING, position, nullBranch, null, null, NONE);
  }

  static RecordStep symbols(int position, @Nullable Object[] values) {
    return new RecordStep(ENUM, position, 0, null, null, values);
  }

  static RecordStep constant(int position, @Nullable Object value) {
    return new RecordStep(CONSTANT, position, 0, null, null, new Object[] {value});
  }

  static RecordStep skip(Skipper skipper) {
    return new RecordStep(SKIP, -1, 0, null, skipper, NONE);
  }

  static RecordStep skip(int kind, int number) {
    return new RecordStep(kind, -1, number, null, null, NONE);
  }
}
