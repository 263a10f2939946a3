package dev.tidemark.tests.parcel;

import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Where a parcel goes to. */
public final class ParcelAddress extends ParcelRecord {

  /** Of the class, as Avro finds it. */
  public static final Schema SCHEMA$ = ParcelSchemas.READER.getField("address").schema();

  /** The conversions, as Avro finds them. */
  public static final SpecificData MODEL$ = MODEL;

  /** Of nothing yet. */
  public ParcelAddress() {
    super(SCHEMA$);
  }

  ParcelAddress(String city, @Nullable String zip, String country) {
    this();
    put(0, city);
    put(1, zip);
    put(2, country);
  }

  String city() {
    return (String) Objects.requireNonNull(get(0));
  }
}
