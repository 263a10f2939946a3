package dev.tidemark.tests.parcel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** A parcel as the job reads it, whatever its producer wrote. */
public final class Parcel extends ParcelRecord {

  /** Of the class, as Avro finds it. */
  public static final Schema SCHEMA$ = ParcelSchemas.READER;

  /** The conversions, as Avro finds them. */
  public static final SpecificData MODEL$ = MODEL;

  private static final int PIECES = 4;
  private static final int TAGS = 10;

  /** Of nothing yet. */
  public Parcel() {
    super(SCHEMA$);
  }

  /** With all fields in the order of the schema. */
  static Parcel of(@Nullable Object... fields) {
    Parcel parcel = new Parcel();
    for (int i = 0; i < fields.length; i++) {
      parcel.put(i, fields[i]);
    }
    return parcel;
  }

  UUID id() {
    return (UUID) need(0);
  }

  Instant at() {
    return (Instant) need(1);
  }

  String sender() {
    return (String) need(2);
  }

  double weight() {
    return (Double) need(3);
  }

  ParcelAddress address() {
    return (ParcelAddress) need(9);
  }

  /** A copy with one tag more. */
  Parcel tagged(String tag) {
    List<Object> tags = new ArrayList<>((List<?>) need(TAGS));
    tags.add(tag);
    return with(TAGS, tags);
  }

  /** A copy with another number of pieces. */
  Parcel ofPieces(long pieces) {
    return with(PIECES, pieces);
  }

  /** All that it has, the same for equal parcels; the sender first. */
  String text() {
    StringBuilder text = new StringBuilder(sender());
    for (Schema.Field field : SCHEMA$.getFields()) {
      Object value = get(field.pos());
      text.append(' ');
      if (value instanceof Map<?, ?> map) {
        text.append(new TreeMap<>(map));
      } else if (field.name().equals("inner")) {
        ((List<?>) need(field.pos())).forEach(parcel -> text.append(((Parcel) parcel).text()));
      } else {
        text.append(value);
      }
    }
    return text.toString();
  }

  private Parcel with(int field, Object value) {
    Parcel copy = new Parcel();
    for (Schema.Field each : SCHEMA$.getFields()) {
      copy.put(each.pos(), get(each.pos()));
    }
    copy.put(field, value);
    return copy;
  }

  private Object need(int field) {
    return Objects.requireNonNull(get(field), () -> SCHEMA$.getFields().get(field).name());
  }
}
