package dev.tidemark.serde.avro;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Made-up generic values of a schema: two of each, different where the schema has two at all. */
final class SampleValues {
  private static final int DEPTH_MAX = 3;

  private SampleValues() {}

  static @Nullable Object of(Schema schema, boolean second) {
    return of(schema, second ? 1 : 0, 0);
  }

  private static @Nullable Object of(Schema schema, int which, int depth) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> which == 1;
      case INT -> which;
      case LONG -> (long) which;
      case FLOAT -> (float) which;
      case DOUBLE -> (double) which;
      case STRING -> text(schema, which);
      case BYTES -> ByteBuffer.wrap(new byte[] {(byte) which});
      case FIXED -> {
        byte[] bytes = new byte[schema.getFixedSize()];
        Arrays.fill(bytes, (byte) which);
        yield new GenericData.Fixed(schema, bytes);
      }
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        yield new GenericData.EnumSymbol(schema, symbols.get(Math.min(which, symbols.size() - 1)));
      }
      case ARRAY -> which == 0 || depth > DEPTH_MAX ? List.of() : item(schema, depth);
      case MAP -> which == 0 || depth > DEPTH_MAX ? Map.of() : entry(schema, depth);
      case UNION -> of(branch(schema, which, depth), which, depth + 1);
      case RECORD -> record(schema, which, depth);
    };
  }

  private static String text(Schema schema, int which) {
    LogicalType type = schema.getLogicalType();
    boolean uuid = type != null && type.getName().equals("uuid");
    return uuid ? "00000000-0000-0000-0000-00000000000" + which : Integer.toString(which);
  }

  private static Object item(Schema array, int depth) {
    List<@Nullable Object> item = new ArrayList<>();
    item.add(of(array.getElementType(), 1, depth + 1));
    return item;
  }

  private static Object entry(Schema map, int depth) {
    Map<String, @Nullable Object> entry = new HashMap<>();
    entry.put("1", of(map.getValueType(), 1, depth + 1));
    return entry;
  }

  private static Schema branch(Schema union, int which, int depth) {
    List<Schema> types = union.getTypes();
    if (depth > DEPTH_MAX) {
      for (Schema type : types) {
        if (type.getType() == Schema.Type.NULL) {
          return type;
        }
      }
    }
    return types.get(Math.min(which, types.size() - 1));
  }

  private static GenericData.Record record(Schema schema, int which, int depth) {
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), of(field.schema(), which, depth + 1));
    }
    return record;
  }
}
