package dev.tidemark.tests.parcel;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;

/** What the job knows of the kinds of parcels. */
public enum ParcelKind implements GenericEnumSymbol<ParcelKind> {
  OTHER,
  LETTER,
  BOX;

  @Override
  public Schema getSchema() {
    return ParcelSchemas.READER.getField("kind").schema();
  }
}
