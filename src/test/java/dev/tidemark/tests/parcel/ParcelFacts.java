package dev.tidemark.tests.parcel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is true of one parcel, and how each version says it. What a reader must make of that is
 * stated here version by version, without Avro's rules.
 *
 * @param quarters its weight
 * @param kind a number from which each version makes one of its symbols
 * @param note none, a text or a number
 */
record ParcelFacts(
    UUID id,
    Instant at,
    String sender,
    int quarters,
    int pieces,
    BigDecimal price,
    LocalDate day,
    int kind,
    @Nullable Object note,
    String city,
    @Nullable String zip,
    String country,
    List<String> tags,
    Map<String, Integer> sizes,
    List<ParcelFacts> inner) {

  static final int CITIES = 12;

  private static final int SENDERS = 15;

  static ParcelFacts random(SplittableRandom random, long at, int depth) {
    List<String> tags = new ArrayList<>();
    Map<String, Integer> sizes = new TreeMap<>();
    List<ParcelFacts> inner = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add("tag-" + random.nextInt(9));
      sizes.put("side-" + random.nextInt(20), random.nextInt(1_000));
    }
    for (int i = depth > 2 ? 0 : random.nextInt(3); i > 0; i--) {
      inner.add(random(random, at - random.nextInt(1_000), depth + 1));
    }
    @Nullable Object[] notes = {null, "fragile " + random.nextInt(99), random.nextLong()};
    return new ParcelFacts(
        new UUID(random.nextLong(), random.nextLong()),
        Instant.ofEpochMilli(at),
        "sender-" + random.nextInt(SENDERS),
        random.nextInt(200),
        1 + random.nextInt(9),
        new BigDecimal(BigInteger.valueOf(random.nextLong(-9_999, 9_999_999)), 2),
        LocalDate.ofEpochDay(random.nextInt(20_000)),
        random.nextInt(100),
        notes[random.nextInt(notes.length)],
        "city-" + random.nextInt(CITIES),
        random.nextBoolean() ? null : "zip-" + random.nextInt(99),
        random.nextBoolean() ? "SE" : "NO",
        tags,
        sizes,
        inner);
  }

  /** The same, from another sender at another time. */
  ParcelFacts from(String other, long time) {
    return new ParcelFacts(
        id,
        Instant.ofEpochMilli(time),
        other,
        quarters,
        pieces,
        price,
        day,
        kind,
        note,
        city,
        zip,
        country,
        tags,
        sizes,
        inner);
  }

  /** As a producer of a version says it. */
  GenericRecord written(int version, Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(version, field.name(), field.schema()));
    }
    return record;
  }

  private @Nullable Object value(int version, String field, Schema schema) {
    return switch (field) {
      case "id" -> id.toString();
      case "at" -> at.toEpochMilli();
      case "client", "customer", "sender" -> sender;
      case "weight" -> writtenWeight(version);
      case "pieces" -> version == 2 ? (Object) pieces : (Object) (long) pieces;
      case "price" -> ByteBuffer.wrap(price.unscaledValue().toByteArray());
      case "day" -> (int) day.toEpochDay();
      case "kind" -> new GenericData.EnumSymbol(schema, symbol(schema));
      case "note" -> readNote(version);
      case "address" -> writtenAddress(schema);
      case "tags" -> tags;
      case "sizes" -> writtenSizes(version);
      case "inner" ->
          inner.stream().map(parcel -> parcel.written(version, schema.getElementType())).toList();
      case "colour" -> "red";
      case "trace" -> List.of(Map.of("hub", ByteBuffer.wrap(new byte[pieces])), Map.of());
      default -> throw new IllegalArgumentException(field);
    };
  }

  private Object writtenWeight(int version) {
    return switch (version) {
      case 1 -> quarters / 4;
      case 2 -> quarters / 4f;
      case 3 -> (long) (quarters / 4);
      default -> quarters + " quarters";
    };
  }

  private String symbol(Schema schema) {
    return schema.getEnumSymbols().get(kind % schema.getEnumSymbols().size());
  }

  private GenericRecord writtenAddress(Schema schema) {
    GenericRecord address = new GenericData.Record(schema);
    Map<String, @Nullable Object> values = new TreeMap<>();
    values.put("city", city);
    values.put("zip", zip);
    values.put("street", "street of " + city);
    values.put("country", country);
    schema.getFields().forEach(field -> address.put(field.pos(), values.get(field.name())));
    return address;
  }

  private Map<String, Object> writtenSizes(int version) {
    Map<String, Object> written = new TreeMap<>();
    sizes.forEach(
        (side, size) ->
            written.put(
                side,
                switch (version) {
                  case 2 -> (Object) (long) size;
                  case 3 -> (Object) (size / 8d);
                  default -> (Object) size;
                }));
    return written;
  }

  /** What the job must make of it. */
  Parcel read(int version) {
    Map<String, Double> readSizes = new TreeMap<>();
    sizes.forEach((side, size) -> readSizes.put(side, version == 3 ? size / 8d : size));
    List<Parcel> readInner = inner.stream().map(parcel -> parcel.read(version)).toList();
    boolean first = version == 1;
    int whole = quarters / 4;
    return Parcel.of(
        id,
        at,
        sender,
        version == 2 ? quarters / 4d : whole,
        first ? 1L : (long) pieces,
        price,
        first ? LocalDate.EPOCH : day,
        readKind(version),
        first ? null : readNote(version),
        new ParcelAddress(city, first ? null : zip, version == 3 ? country : "NO"),
        first ? List.of() : tags,
        readSizes,
        first ? List.of() : readInner);
  }

  /** Version 2 has no numbers. */
  private @Nullable Object readNote(int version) {
    return version == 2 && note instanceof Long ? null : note;
  }

  private ParcelKind readKind(int version) {
    ParcelKind[] kinds =
        switch (version) {
          case 1 -> new ParcelKind[] {ParcelKind.LETTER, ParcelKind.BOX};
          case 2 ->
              new ParcelKind[] {
                ParcelKind.OTHER, ParcelKind.BOX, ParcelKind.LETTER, ParcelKind.OTHER
              };
          default ->
              new ParcelKind[] {
                ParcelKind.OTHER, ParcelKind.OTHER, ParcelKind.LETTER, ParcelKind.BOX
              };
        };
    return kinds[kind % kinds.length];
  }
}
