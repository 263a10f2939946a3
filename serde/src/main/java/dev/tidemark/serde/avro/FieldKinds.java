package dev.tidemark.serde.avro;

import java.util.List;
import org.apache.avro.Conversion;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.jspecify.annotations.Nullable;

/** The kinds of fields that a {@link RecordReader} reads or skips itself. */
final class FieldKinds {
  private FieldKinds() {}

  static int ofPrimitive(
      Schema reader, @Nullable Conversion<?> conversion, TextConversion strings) {
    if (conversion != null) {
      boolean millis =
          reader.getType() == Schema.Type.LONG
              && conversion.getClass() == TimestampMillisConversion.class;
      return millis ? RecordStep.INSTANT_MILLIS : RecordStep.READ;
    }
    return switch (reader.getType()) {
      case STRING -> strings.areJava(reader) ? RecordStep.STRING : RecordStep.READ;
      case LONG -> RecordStep.LONG;
      case INT -> RecordStep.INT;
      case DOUBLE -> RecordStep.DOUBLE;
      case BOOLEAN -> RecordStep.BOOLEAN;
      default -> RecordStep.READ;
    };
  }

  /** The number of the null in a union of null and text on both sides; otherwise negative. */
  static int nullBranchOfMaybeString(WriterUnion union, TextConversion strings) {
    int nullBranch = nullBranch(union.writer, Schema.Type.STRING);
    if (nullBranch < 0) {
      return -1;
    }
    Schema text = union.reader;
    if (text.getType() == Schema.Type.UNION) {
      int other = nullBranch(text, Schema.Type.STRING);
      if (other < 0) {
        return -1;
      }
      text = text.getTypes().get(1 - other);
    } else {
      return -1;
    }
    boolean converted = text.getLogicalType() != null;
    boolean misfits = List.of(union.actions).stream().anyMatch(FieldKinds::isError);
    return strings.areJava(text) && !converted && !misfits ? nullBranch : -1;
  }

  private static boolean isError(Action action) {
    return action.type == Action.Type.ERROR;
  }

  private static int nullBranch(Schema union, Schema.Type other) {
    List<Schema> types = union.getTypes();
    if (types.size() != 2) {
      return -1;
    }
    for (int i = 0; i < 2; i++) {
      if (types.get(i).getType() == Schema.Type.NULL && types.get(1 - i).getType() == other) {
        return i;
      }
    }
    return -1;
  }

  /** A skip that needs no skipper; null where there is none. */
  static @Nullable RecordStep skip(Schema writer) {
    return switch (writer.getType()) {
      case NULL -> RecordStep.skip(RecordStep.SKIP_FIXED, 0);
      case BOOLEAN -> RecordStep.skip(RecordStep.SKIP_FIXED, 1);
      case FLOAT -> RecordStep.skip(RecordStep.SKIP_FIXED, Float.BYTES);
      case DOUBLE -> RecordStep.skip(RecordStep.SKIP_FIXED, Double.BYTES);
      case FIXED -> RecordStep.skip(RecordStep.SKIP_FIXED, writer.getFixedSize());
      case LONG -> RecordStep.skip(RecordStep.SKIP_NUMBER, 0);
      case STRING, BYTES -> RecordStep.skip(RecordStep.SKIP_BYTES, 0);
      case UNION -> {
        int nullBranch =
            Math.max(nullBranch(writer, Schema.Type.STRING), nullBranch(writer, Schema.Type.BYTES));
        yield nullBranch < 0 ? null : RecordStep.skip(RecordStep.SKIP_MAYBE_BYTES, nullBranch);
      }
      default -> null;
    };
  }
}
