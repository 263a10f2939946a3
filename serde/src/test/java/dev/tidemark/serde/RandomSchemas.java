package dev.tidemark.serde;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Seeded schemas of readers, and schemas of writers that such a reader can read: older ones, newer
 * ones, and those of people who went another way.
 */
public final class RandomSchemas {
  private static final int DEPTH_MAX = 3;
  private static final Object NONE = new Object();

  private final Random random;
  private final List<Schema> named = new ArrayList<>();
  private int names;

  public RandomSchemas(long seed) {
    this.random = new Random(seed);
  }

  /** The schema of a record, in which about every type there is may occur. */
  public Schema reader() {
    named.clear();
    Schema schema = record(0);
    return new Schema.Parser().parse(schema.toString());
  }

  /** The schema of a writer whose records the reader can read. */
  public Schema writerFor(Schema reader) {
    named.clear();
    Schema writer = written(reader, new IdentityHashMap<>());
    return new Schema.Parser().parse(writer.toString());
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  private String name(String kind) {
    return kind + names++;
  }

  private Schema type(int depth) {
    int kind = random.nextInt(depth >= DEPTH_MAX ? 11 : 17);
    return switch (kind) {
      case 0 -> string(Schema.create(Type.STRING));
      case 1 -> Schema.create(Type.BYTES);
      case 2 -> maybe(Type.INT, LogicalTypes.date(), LogicalTypes.timeMillis());
      case 3 ->
          maybe(
              Type.LONG,
              LogicalTypes.timestampMillis(),
              LogicalTypes.timestampMicros(),
              LogicalTypes.timeMicros(),
              LogicalTypes.localTimestampMillis());
      case 4 -> Schema.create(Type.FLOAT);
      case 5 -> Schema.create(Type.DOUBLE);
      case 6 -> Schema.create(Type.BOOLEAN);
      case 7 -> one(4) ? Schema.create(Type.NULL) : LogicalTypes.uuid().addToSchema(text());
      case 8 -> enumeration();
      case 9 -> fixed();
      case 10 -> LogicalTypes.decimal(18, 3).addToSchema(Schema.create(Type.BYTES));
      case 11 -> Schema.createArray(type(depth + 1));
      case 12 -> string(Schema.createMap(type(depth + 1)));
      case 13, 14 -> union(depth);
      case 15 -> record(depth + 1);
      default ->
          named.isEmpty() ? record(depth + 1) : guarded(named.get(random.nextInt(named.size())));
    };
  }

  private static Schema text() {
    return Schema.create(Type.STRING);
  }

  /**
   * A named type again; a record behind something that can end, since it may be a part of itself.
   */
  private Schema guarded(Schema known) {
    if (known.getType() != Type.RECORD) {
      return known;
    }
    return switch (random.nextInt(3)) {
      case 0 -> Schema.createArray(known);
      case 1 -> string(Schema.createMap(known));
      default -> Schema.createUnion(Schema.create(Type.NULL), known);
    };
  }

  private Schema string(Schema schema) {
    if (one(2)) {
      GenericData.setStringType(schema, GenericData.StringType.String);
    }
    return schema;
  }

  private Schema maybe(Type type, LogicalType... logical) {
    Schema schema = Schema.create(type);
    return one(2) ? schema : logical[random.nextInt(logical.length)].addToSchema(schema);
  }

  private Schema enumeration() {
    List<String> symbols = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      symbols.add("S" + i);
    }
    String fallback = one(2) ? symbols.get(random.nextInt(symbols.size())) : null;
    Schema schema = Schema.createEnum(name("E"), null, "oracle", symbols, fallback);
    named.add(schema);
    return schema;
  }

  private Schema fixed() {
    Schema schema =
        Schema.createFixed(name("F"), null, "oracle", one(5) ? 0 : 1 + random.nextInt(9));
    named.add(schema);
    return one(3) && schema.getFixedSize() > 3
        ? LogicalTypes.decimal(4, 1).addToSchema(schema)
        : schema;
  }

  private Schema union(int depth) {
    if (one(2)) {
      Schema other = type(depth + 1);
      List<Schema> both = new ArrayList<>(List.of(Schema.create(Type.NULL)));
      flat(other).stream().filter(s -> s.getType() != Type.NULL).forEach(both::add);
      return Schema.createUnion(distinct(both));
    }
    List<Schema> types = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      types.addAll(flat(type(depth + 1)));
    }
    Collections.shuffle(types, random);
    return Schema.createUnion(distinct(types));
  }

  private static List<Schema> flat(Schema schema) {
    return schema.isUnion() ? schema.getTypes() : List.of(schema);
  }

  private static List<Schema> distinct(List<Schema> types) {
    Map<String, Schema> byName = new LinkedHashMap<>();
    types.forEach(type -> byName.putIfAbsent(type.getFullName(), type));
    return List.copyOf(byName.values());
  }

  private Schema record(int depth) {
    Schema record = Schema.createRecord(name("R"), null, "oracle", false);
    if (one(4)) {
      record.addAlias("Was" + record.getName());
    }
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = random.nextInt(depth == 0 ? 9 : 4); i >= 0; i--) {
      Schema type = type(depth);
      Object value = one(2) ? defaultOf(type, 0) : NONE;
      String name = name("f");
      Schema.Field field =
          value == NONE ? new Schema.Field(name, type) : new Schema.Field(name, type, null, value);
      if (one(4)) {
        field.addAlias("was_" + name);
      }
      fields.add(field);
    }
    if (one(3)) {
      fields.add(
          new Schema.Field(
              name("f"),
              Schema.createUnion(Schema.create(Type.NULL), record),
              null,
              Schema.Field.NULL_DEFAULT_VALUE));
    }
    Collections.shuffle(fields, random);
    record.setFields(fields);
    named.add(record);
    return record;
  }

  /** A default as the schema's JSON has it; {@link #NONE} where there is none. */
  private Object defaultOf(Schema schema, int depth) {
    return switch (schema.getType()) {
      case NULL -> Schema.Field.NULL_DEFAULT_VALUE;
      case BOOLEAN -> one(2);
      case INT -> random.nextInt(80_000_000);
      case LONG -> random.nextLong(80_000_000_000L);
      case FLOAT -> random.nextInt(100) / 4f;
      case DOUBLE -> random.nextInt(100) / 8d;
      case STRING ->
          schema.getLogicalType() == null
              ? "d" + random.nextInt(9)
              : "00000000-0000-0000-0000-000000000001";
      case BYTES -> new byte[] {(byte) random.nextInt(), 7};
      case FIXED -> new byte[schema.getFixedSize()];
      case ENUM -> schema.getEnumSymbols().get(0);
      case ARRAY -> {
        Object item = depth > 2 || one(2) ? NONE : defaultOf(schema.getElementType(), depth + 1);
        yield item == NONE || isNull(item) ? List.of() : List.of(item, item);
      }
      case MAP -> {
        Object value = depth > 2 || one(2) ? NONE : defaultOf(schema.getValueType(), depth + 1);
        yield value == NONE || isNull(value) ? Map.of() : Map.of("k", value);
      }
      case UNION -> defaultOf(schema.getTypes().get(0), depth + 1);
      case RECORD -> recordDefault(schema, depth);
    };
  }

  private static boolean isNull(Object value) {
    return value == Schema.Field.NULL_DEFAULT_VALUE;
  }

  private Object recordDefault(Schema schema, int depth) {
    if (depth > 2 || !schema.hasFields()) {
      return NONE;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Schema.Field field : schema.getFields()) {
      Object value = defaultOf(field.schema(), depth + 1);
      if (value == NONE || isNull(value)) {
        return NONE;
      }
      values.put(field.name(), value);
    }
    return values;
  }

  private Schema written(Schema reader, Map<Schema, Schema> known) {
    return switch (reader.getType()) {
      case RECORD -> writtenRecord(reader, known);
      case ENUM -> known.computeIfAbsent(reader, this::writtenEnum);
      case FIXED ->
          known.computeIfAbsent(
              reader, r -> Schema.createFixed(r.getName(), null, "oracle", r.getFixedSize()));
      case ARRAY -> Schema.createArray(written(reader.getElementType(), known));
      case MAP -> Schema.createMap(written(reader.getValueType(), known));
      case UNION -> writtenUnion(reader, known);
      default -> writtenPrimitive(reader);
    };
  }

  private Schema writtenPrimitive(Schema reader) {
    List<Schema.Type> readable =
        switch (reader.getType()) {
          case LONG -> List.of(Type.LONG, Type.INT);
          case FLOAT -> List.of(Type.FLOAT, Type.LONG, Type.INT);
          case DOUBLE -> List.of(Type.DOUBLE, Type.FLOAT, Type.LONG, Type.INT);
          case STRING -> List.of(Type.STRING, Type.BYTES);
          case BYTES -> List.of(Type.BYTES, Type.STRING);
          default -> List.of(reader.getType());
        };
    if (one(12) && readable.size() > 1) {
      List<Schema> all = new ArrayList<>(readable.stream().map(Schema::create).toList());
      Collections.shuffle(all, random);
      return Schema.createUnion(all);
    }
    Schema written =
        Schema.create(one(2) ? reader.getType() : readable.get(random.nextInt(readable.size())));
    boolean sameLogical = reader.getLogicalType() != null && written.getType() == reader.getType();
    return sameLogical && one(2) ? reader.getLogicalType().addToSchema(written) : written;
  }

  private Schema writtenEnum(Schema reader) {
    List<String> symbols = new ArrayList<>(reader.getEnumSymbols());
    Collections.shuffle(symbols, random);
    if (symbols.size() > 1 && one(2)) {
      symbols.remove(0);
    }
    if (reader.getEnumDefault() != null && one(2)) {
      symbols.add(random.nextInt(symbols.size() + 1), "NEW" + names++);
    }
    return Schema.createEnum(reader.getName(), null, "oracle", symbols);
  }

  private Schema writtenUnion(Schema reader, Map<Schema, Schema> known) {
    List<Schema> types = new ArrayList<>();
    for (Schema branch : reader.getTypes()) {
      if (types.isEmpty() || !one(4)) {
        types.addAll(flat(written(branch, known)));
      }
    }
    Collections.shuffle(types, random);
    List<Schema> distinct = distinct(types);
    return distinct.size() == 1 && one(2) ? distinct.get(0) : Schema.createUnion(distinct);
  }

  private Schema writtenRecord(Schema reader, Map<Schema, Schema> known) {
    Schema before = known.get(reader);
    if (before != null) {
      return before;
    }
    boolean renamed = !reader.getAliases().isEmpty() && one(2);
    Schema record =
        Schema.createRecord(
            renamed ? "Was" + reader.getName() : reader.getName(), null, "oracle", false);
    known.put(reader, record);
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : reader.getFields()) {
      if (field.hasDefaultValue() && one(3)) {
        continue;
      }
      boolean aliased = !field.aliases().isEmpty() && one(2);
      String name = aliased ? field.aliases().iterator().next() : field.name();
      fields.add(new Schema.Field(name, written(field.schema(), known)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      fields.add(new Schema.Field(name("x"), type(2)));
    }
    Collections.shuffle(fields, random);
    record.setFields(fields);
    return record;
  }

  /** A value of a schema, as Avro's generic writer takes it. */
  @Nullable
  public Object value(Schema schema) {
    return value(schema, 0);
  }

  private @Nullable Object value(Schema schema, int depth) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> one(2) ? random.nextInt(86_400_000) : random.nextInt();
      case LONG -> one(2) ? random.nextLong(86_400_000_000L) : random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case STRING -> textValue(schema);
      case BYTES -> java.nio.ByteBuffer.wrap(bytes(1 + random.nextInt(6)));
      case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
      case ENUM ->
          new GenericData.EnumSymbol(
              schema, schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())));
      case ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = items(depth); i > 0; i--) {
          items.add(value(schema.getElementType(), depth + 1));
        }
        yield items;
      }
      case MAP -> {
        Map<String, @Nullable Object> entries = new HashMap<>();
        for (int i = items(depth); i > 0; i--) {
          entries.put("k" + random.nextInt(50), value(schema.getValueType(), depth + 1));
        }
        yield entries;
      }
      case UNION -> value(branch(schema, depth), depth + 1);
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
          record.put(field.pos(), value(field.schema(), depth + 1));
        }
        yield record;
      }
    };
  }

  private int items(int depth) {
    return depth > 6 ? 0 : random.nextInt(depth == 1 && one(10) ? 200 : 4);
  }

  private Schema branch(Schema union, int depth) {
    List<Schema> types = union.getTypes();
    if (depth > 6) {
      for (Schema type : types) {
        if (type.getType() != Type.RECORD) {
          return type;
        }
      }
    }
    return types.get(random.nextInt(types.size()));
  }

  private Object textValue(Schema schema) {
    if (schema.getLogicalType() != null || one(3)) {
      return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
    }
    return one(3) ? "ä\uD83D\uDE00" + random.nextInt(9) : "t" + random.nextInt(1_000_000);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
