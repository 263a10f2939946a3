package dev.tidemark.tests.parcel;

import org.apache.avro.Conversion;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** A record as Avro's generator makes them, but for the fields, which are an array. */
abstract class ParcelRecord extends SpecificRecordBase {

  static final SpecificData MODEL = model();

  private final Schema schema;
  private final @Nullable Object[] values;

  ParcelRecord(Schema schema) {
    this.schema = schema;
    this.values = new @Nullable Object[schema.getFields().size()];
  }

  private static SpecificData model() {
    SpecificData data = new SpecificData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new Conversions.UUIDConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    return data;
  }

  @Override
  public SpecificData getSpecificData() {
    return MODEL;
  }

  @Override
  public Schema getSchema() {
    return schema;
  }

  @Override
  public @Nullable Object get(int field) {
    return values[field];
  }

  @Override
  public void put(int field, @Nullable Object value) {
    values[field] = value;
  }

  @Override
  @SuppressWarnings("NullAway") // Avro takes null for none
  public Conversion<?> getConversion(int field) {
    LogicalType type = schema.getFields().get(field).schema().getLogicalType();
    return type == null ? null : MODEL.getConversionFor(type);
  }
}
