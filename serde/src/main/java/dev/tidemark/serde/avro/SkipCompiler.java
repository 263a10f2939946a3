package dev.tidemark.serde.avro;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Settles how the values of a writer's types are passed over, and how short they may be. */
final class SkipCompiler {
  /** More than any record has; less than where numbers end. */
  private static final int BYTES_MIN_MAX = Integer.MAX_VALUE / 2;

  private final Map<Schema, RecordSkipper> records = new IdentityHashMap<>();
  private final Map<Schema, Integer> shortest = new IdentityHashMap<>();

  Skipper skipper(Schema writer) {
    return switch (writer.getType()) {
      case NULL -> in -> {};
      case BOOLEAN -> in -> in.skipFixed(1);
      case INT -> AvroInput::readInt;
      case ENUM -> {
        int symbols = writer.getEnumSymbols().size();
        yield in -> in.readIndex(symbols);
      }
      case LONG -> AvroInput::readLong;
      case FLOAT -> in -> in.skipFixed(Float.BYTES);
      case DOUBLE -> in -> in.skipFixed(Double.BYTES);
      case STRING, BYTES -> AvroInput::skipBytes;
      case FIXED -> {
        int size = writer.getFixedSize();
        yield in -> in.skipFixed(size);
      }
      case UNION -> union(writer);
      case ARRAY -> items(skipper(writer.getElementType()), bytesMin(writer.getElementType()));
      case MAP -> {
        Skipper value = skipper(writer.getValueType());
        Skipper entry =
            in -> {
              in.skipBytes();
              value.skip(in);
            };
        yield items(entry, 1 + bytesMin(writer.getValueType()));
      }
      case RECORD -> record(writer);
    };
  }

  private Skipper union(Schema writer) {
    Skipper[] branches = writer.getTypes().stream().map(this::skipper).toArray(Skipper[]::new);
    return in -> branches[in.readIndex(branches.length)].skip(in);
  }

  private static Skipper items(Skipper item, int itemBytesMin) {
    return in -> {
      int before = 0;
      int block = in.skipBlock(0, itemBytesMin);
      while (block > 0) {
        for (int i = 0; i < block; i++) {
          item.skip(in);
        }
        before += block;
        block = in.skipBlock(before, itemBytesMin);
      }
    };
  }

  private Skipper record(Schema writer) {
    RecordSkipper known = records.get(writer);
    if (known != null) {
      known.holdsItself |= known.fields == null;
      return known;
    }
    RecordSkipper record = new RecordSkipper(freeParts(writer));
    records.put(writer, record);
    List<Skipper> fields = new ArrayList<>();
    for (Schema.Field field : writer.getFields()) {
      fields.add(skipper(field.schema()));
    }
    record.fields = fields.toArray(Skipper[]::new);
    return record;
  }

  /**
   * Returns how many bytes a value has at least. A record that holds itself directly would have
   * infinitely many; there is no such value, and the answer is not used.
   */
  int bytesMin(Schema writer) {
    return switch (writer.getType()) {
      case NULL -> 0;
      case FLOAT -> Float.BYTES;
      case DOUBLE -> Double.BYTES;
      case FIXED -> Math.min(BYTES_MIN_MAX, writer.getFixedSize());
      case RECORD -> recordBytesMin(writer);
      default -> 1;
    };
  }

  private int recordBytesMin(Schema writer) {
    Integer known = shortest.putIfAbsent(writer, 0);
    if (known != null) {
      return known;
    }
    long sum = 0;
    for (Schema.Field field : writer.getFields()) {
      sum = Math.min(BYTES_MIN_MAX, sum + bytesMin(field.schema()));
    }
    shortest.put(writer, (int) sum);
    return (int) sum;
  }

  /** Returns how many parts of a record take no bytes: itself, and its own fields. */
  int freeParts(Schema record) {
    int parts = bytesMin(record) == 0 ? 1 : 0;
    for (Schema.Field field : record.getFields()) {
      boolean isRecord = field.schema().getType() == Schema.Type.RECORD;
      boolean isFree = !isRecord && bytesMin(field.schema()) == 0;
      parts += isFree ? 1 : 0;
    }
    return parts;
  }

  private static final class RecordSkipper implements Skipper {
    private final int freeParts;
    private Skipper @Nullable [] fields;
    private boolean holdsItself;

    RecordSkipper(int freeParts) {
      this.freeParts = freeParts;
    }

    @Override
    public void skip(AvroInput in) {
      if (holdsItself) {
        in.enter();
      }
      if (freeParts > 0) {
        in.countFreeParts(freeParts);
      }
      Skipper[] all = fields;
      if (all != null) {
        for (Skipper field : all) {
          field.skip(in);
        }
      }
      if (holdsItself) {
        in.leave();
      }
    }
  }
}
