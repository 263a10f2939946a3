package dev.tidemark.tests.parcel;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.avro;
import static dev.tidemark.serde.Types.generic;
import static dev.tidemark.topology.dsl.Aggregations.reduce;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;

import dev.tidemark.serde.Type;
import dev.tidemark.topology.dsl.Stream;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Table;
import dev.tidemark.topology.dsl.Topology;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * A job in several versions: what it reads of the rows of a table, and what it keeps in windows, is
 * in other schemas.
 */
public final class ParcelUpgradeJob implements StreamJob {

  private final Schema city;
  private final Schema kept;

  public ParcelUpgradeJob(Schema city, Schema kept) {
    this.city = city;
    this.kept = kept;
  }

  @Override
  public void define(Topology topology) {
    Table<String, GenericRecord> cities = topology.table("cities", STRING, generic(city));
    Stream<Parcel> parcels =
        topology.stream("parcels", avro(Parcel.class))
            .eventTime(Parcel::at, outOfOrderBy(ParcelJob.DISORDER));
    parcels
        .join(
            cities,
            parcel -> parcel.address().city(),
            (parcel, row) -> parcel.id() + " " + fields(row))
        .to("parcels-joined", STRING, text -> text.split(" ", 2)[0], STRING);
    Type<GenericRecord> weights = generic(kept);
    parcels
        .map("weighed", weights, this::weighed)
        .keyBy(STRING, weight -> String.valueOf(weight.get("sender")))
        .window("weights", tumbling(ParcelJob.WINDOW))
        .aggregate(
            reduce(weights, this::sum),
            (window, sum) ->
                window.key() + " " + window.start().toEpochMilli() + " " + sum.get("weight"))
        .to("parcels-weights", STRING, text -> text.split(" ", 2)[0], STRING);
  }

  /** All that is read of a row, in the order of the reader's fields. */
  static String fields(GenericRecord row) {
    StringBuilder text = new StringBuilder();
    row.getSchema()
        .getFields()
        .forEach(
            field ->
                text.append(field.name()).append('=').append(row.get(field.pos())).append(' '));
    return text.toString().trim();
  }

  private GenericRecord weighed(Parcel parcel) {
    return record(parcel.sender(), (long) parcel.weight());
  }

  private GenericRecord sum(GenericRecord a, GenericRecord b) {
    return record(String.valueOf(a.get("sender")), (Long) a.get("weight") + (Long) b.get("weight"));
  }

  private GenericRecord record(String sender, long weight) {
    GenericRecord record = new GenericData.Record(kept);
    record.put("sender", sender);
    record.put("weight", weight);
    kept.getFields().stream()
        .filter(field -> field.hasDefaultValue())
        .forEach(field -> record.put(field.pos(), GenericData.get().getDefaultValue(field)));
    return record;
  }
}
