package dev.tidemark.serde.avro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Conversion;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.EnumAdjust;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Resolver.WriterUnion;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericData.InstanceSupplier;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Settles once how values of one writer's schema are read as a declared one. What matches what is
 * Avro's own {@link Resolver}'s answer; here it becomes steps that read straight from the bytes.
 *
 * <p>The writer's schema says how the bytes are, and never what is made of them: classes,
 * conversions and kinds of strings are those of the declared schema. Belongs to one thread.
 */
final class ReaderCompiler {
  private static final int CAPACITY_MAX = 1024;

  private final GenericData data;
  private final GenericData plain = new GenericData();
  private final TextConversion strings;
  private final SkipCompiler skips = new SkipCompiler();
  private final Defaults defaults = new Defaults(this);
  private final Map<Action, RecordReader> records = new IdentityHashMap<>();
  private final Map<Action, Boolean> open = new IdentityHashMap<>();

  private ReaderCompiler(GenericData data) {
    this.data = data;
    this.strings = new TextConversion(data);
  }

  /**
   * Compiles a pair of schemas.
   *
   * @throws RuntimeException when there is nothing to be read that way
   */
  static ValueReader compile(AvroModel<?> model, Schema writer) {
    ReaderCompiler compiler = new ReaderCompiler(model.data());
    return compiler.reader(Resolver.resolve(writer, model.schema(), compiler.plain));
  }

  /** Reads what the same schema wrote, as a field with this conversion has it. */
  ValueReader readerOf(Schema schema, @Nullable Conversion<?> conversion) {
    return reader(Resolver.resolve(schema, schema, plain), conversion);
  }

  private ValueReader reader(Action action) {
    return reader(action, conversionOf(action.reader));
  }

  private @Nullable Conversion<?> conversionOf(Schema schema) {
    LogicalType type = schema.getLogicalType();
    return type == null ? null : data.getConversionFor(type);
  }

  /** A reader of what an action reads, converted unless that is left to the branches of a union. */
  private ValueReader reader(Action action, @Nullable Conversion<?> conversion) {
    if (action instanceof WriterUnion union) {
      return union(union, conversion);
    }
    if (action instanceof ReaderUnion union) {
      return reader(union.actualAction);
    }
    ValueReader raw = raw(action);
    return conversion == null ? raw : converted(raw, action.reader, conversion);
  }

  private ValueReader union(WriterUnion union, @Nullable Conversion<?> conversion) {
    boolean chosenByReader = union.reader.getType() == Schema.Type.UNION;
    ValueReader[] branches = new ValueReader[union.actions.length];
    for (int i = 0; i < branches.length; i++) {
      Action branch = union.actions[i];
      branches[i] = chosenByReader ? reader(branch) : reader(branch, conversion);
    }
    return in -> branches[in.readIndex(branches.length)].read(in);
  }

  private static ValueReader converted(ValueReader raw, Schema schema, Conversion<?> conversion) {
    LogicalType type = schema.getLogicalType();
    return in -> Conversions.convertToLogicalType(raw.read(in), schema, type, conversion);
  }

  private ValueReader raw(Action action) {
    return switch (action.type) {
      case DO_NOTHING, PROMOTE -> primitive(action.writer.getType(), action.reader);
      case CONTAINER -> container((Container) action);
      case ENUM -> {
        @Nullable Object[] values = symbols((EnumAdjust) action);
        yield in -> RecordReader.symbol(values, in);
      }
      case RECORD -> record((RecordAdjust) action);
      default -> mismatch(action);
    };
  }

  /**
   * Avro's resolver finds some misfits only where a value runs into them; schemas that are known to
   * misfit are refused before.
   */
  private static ValueReader mismatch(Action action) {
    String what =
        "what the writer calls %s can't be read as %s"
            .formatted(action.writer.getFullName(), action.reader.getFullName());
    return in -> {
      throw Undecodable.incompatible(what);
    };
  }

  private ValueReader primitive(Schema.Type written, Schema reader) {
    return switch (reader.getType()) {
      case NULL -> in -> null;
      case BOOLEAN -> AvroInput::readBoolean;
      case INT -> AvroInput::readInt;
      case LONG -> written == Schema.Type.INT ? in -> (long) in.readInt() : AvroInput::readLong;
      case FLOAT ->
          switch (written) {
            case INT -> in -> (float) in.readInt();
            case LONG -> in -> (float) in.readLong();
            default -> AvroInput::readFloat;
          };
      case DOUBLE ->
          switch (written) {
            case INT -> in -> (double) in.readInt();
            case LONG -> in -> (double) in.readLong();
            case FLOAT -> in -> (double) in.readFloat();
            default -> AvroInput::readDouble;
          };
      case STRING -> strings.reader(reader);
      case BYTES -> AvroInput::readBytes;
      case FIXED -> fixed(reader);
      default -> throw new AvroTypeException("not a primitive type: " + reader.getFullName());
    };
  }

  private ValueReader fixed(Schema reader) {
    int size = reader.getFixedSize();
    return in -> {
      in.require(size);
      GenericFixed fixed = (GenericFixed) data.createFixed(null, reader);
      in.readInto(fixed.bytes());
      return fixed;
    };
  }

  private ValueReader container(Container action) {
    Schema writer = action.writer;
    ValueReader part = reader(action.elementAction);
    return action.reader.getType() == Schema.Type.ARRAY
        ? array(action.reader, part, skips.bytesMin(writer.getElementType()))
        : map(strings.keyReader(action.reader), part, 1 + skips.bytesMin(writer.getValueType()));
  }

  private static ValueReader array(Schema reader, ValueReader item, int itemBytesMin) {
    return in -> {
      int block = in.readBlock(0, itemBytesMin);
      List<@Nullable Object> items = new GenericData.Array<>(Math.min(block, CAPACITY_MAX), reader);
      while (block > 0) {
        for (int i = 0; i < block; i++) {
          items.add(item.read(in));
        }
        block = in.readBlock(items.size(), itemBytesMin);
      }
      return items;
    };
  }

  private static ValueReader map(ValueReader key, ValueReader value, int entryBytesMin) {
    return in -> {
      Map<Object, @Nullable Object> entries = new HashMap<>();
      int before = 0;
      int block = in.readBlock(0, entryBytesMin);
      while (block > 0) {
        for (int i = 0; i < block; i++) {
          entries.put(key.read(in), value.read(in));
        }
        before += block;
        block = in.readBlock(before, entryBytesMin);
      }
      return entries;
    };
  }

  private @Nullable Object[] symbols(EnumAdjust action) {
    List<String> symbols = action.reader.getEnumSymbols();
    @Nullable Object[] values = new Object[action.adjustments.length];
    for (int i = 0; i < values.length; i++) {
      int known = action.adjustments[i];
      values[i] = known < 0 ? null : data.createEnum(symbols.get(known), action.reader);
    }
    return values;
  }

  private ValueReader record(RecordAdjust action) {
    RecordReader known = records.get(action);
    if (known != null) {
      if (open.containsKey(action)) {
        known.markAsHoldingItself();
      }
      return known;
    }
    InstanceSupplier instances = data.getNewRecordSupplier(action.reader);
    RecordReader record =
        new RecordReader(action.reader, instances, skips.freeParts(action.writer));
    records.put(action, record);
    open.put(action, true);
    record.complete(steps(action, (IndexedRecord) instances.newInstance(null, action.reader)));
    open.remove(action);
    return record;
  }

  private List<RecordStep> steps(RecordAdjust action, IndexedRecord sample) {
    List<RecordStep> steps = new ArrayList<>();
    int next = 0;
    for (Action field : action.fieldActions) {
      if (field.type == Action.Type.SKIP) {
        addSkip(steps, field.writer);
      } else {
        Schema.Field target = action.readerOrder[next++];
        steps.add(step(field, positionIn(sample, target), conversionIn(sample, target)));
      }
    }
    for (; next < action.readerOrder.length; next++) {
      Schema.Field target = action.readerOrder[next];
      steps.add(defaults.step(target, positionIn(sample, target), conversionIn(sample, target)));
    }
    return steps;
  }

  /** A class may have more fields than the schema that is read: see {@link AvroModel}. */
  private static int positionIn(IndexedRecord sample, Schema.Field field) {
    return sample.getSchema().getField(field.name()).pos();
  }

  /** A generated class says for each field whether it is converted; others leave it to the data. */
  private @Nullable Conversion<?> conversionIn(IndexedRecord sample, Schema.Field field) {
    return sample instanceof SpecificRecordBase generated
        ? generated.getConversion(positionIn(sample, field))
        : conversionOf(field.schema());
  }

  private RecordStep step(Action action, int position, @Nullable Conversion<?> conversion) {
    if (action.type == Action.Type.DO_NOTHING) {
      int kind = FieldKinds.ofPrimitive(action.reader, conversion, strings);
      if (kind != RecordStep.READ) {
        return RecordStep.plain(kind, position);
      }
    }
    if (action.type == Action.Type.ENUM && conversion == null) {
      return RecordStep.symbols(position, symbols((EnumAdjust) action));
    }
    if (action instanceof WriterUnion union) {
      int nullBranch = FieldKinds.nullBranchOfMaybeString(union, strings);
      if (nullBranch >= 0) {
        return RecordStep.maybeString(position, nullBranch);
      }
    }
    return RecordStep.read(position, reader(action, conversion));
  }

  private void addSkip(List<RecordStep> steps, Schema writer) {
    RecordStep skip = FieldKinds.skip(writer);
    if (skip == null) {
      skip = RecordStep.skip(skips.skipper(writer));
    }
    RecordStep last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
    if (last != null
        && last.kind() == RecordStep.SKIP_FIXED
        && skip.kind() == RecordStep.SKIP_FIXED
        && last.number() < Integer.MAX_VALUE - skip.number()) {
      steps.remove(steps.size() - 1);
      skip = RecordStep.skip(RecordStep.SKIP_FIXED, last.number() + skip.number());
    }
    steps.add(skip);
  }
}
