package dev.tidemark.tests.parcel;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.avro;
import static dev.tidemark.serde.Types.generic;
import static dev.tidemark.topology.dsl.Aggregations.count;
import static dev.tidemark.topology.dsl.Aggregations.reduce;
import static dev.tidemark.topology.dsl.OutOfOrderness.outOfOrderBy;
import static dev.tidemark.topology.dsl.Windows.tumbling;

import dev.tidemark.topology.dsl.Stream;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Table;
import dev.tidemark.topology.dsl.Topology;
import java.time.Duration;
import org.apache.avro.generic.GenericRecord;

/** Parcels written whole, joined with the rows of their cities, and reduced to the heaviest. */
public final class ParcelJob implements StreamJob {

  static final Duration DISORDER = Duration.ofSeconds(10);
  static final Duration WINDOW = Duration.ofSeconds(5);
  static final double HEAVY = 20;

  @Override
  public void define(Topology topology) {
    Table<String, GenericRecord> cities =
        topology.table("cities", STRING, generic(ParcelSchemas.CITY));
    Stream<Parcel> parcels =
        topology.stream("parcels", avro(Parcel.class))
            .eventTime(Parcel::at, outOfOrderBy(DISORDER));
    parcels
        .filter("heavy", parcel -> parcel.weight() >= HEAVY)
        .map("tagged", avro(Parcel.class), parcel -> parcel.tagged("heavy"))
        .to("parcels-heavy", STRING, Parcel::sender, avro(Parcel.class));
    parcels
        .join(cities, parcel -> parcel.address().city(), ParcelJob::joined)
        .to("parcels-joined", STRING, text -> text.split(" ", 2)[0], STRING);
    parcels
        .keyBy(STRING, Parcel::sender)
        .window("heaviest", tumbling(WINDOW))
        .aggregate(
            count(),
            reduce(avro(Parcel.class), ParcelJob::heavier),
            (window, n, parcel) -> parcel.ofPieces(n))
        .to("parcels-heaviest", STRING, Parcel::sender, avro(Parcel.class));
  }

  static String joined(Parcel parcel, GenericRecord city) {
    return "%s %s %s %s"
        .formatted(parcel.text(), city.get("name"), city.get("region"), city.get("people"));
  }

  /** Of two that weigh the same, the one with the higher id. */
  static Parcel heavier(Parcel a, Parcel b) {
    int order = Double.compare(a.weight(), b.weight());
    return (order == 0 ? a.id().compareTo(b.id()) : order) >= 0 ? a : b;
  }
}
