package dev.tidemark.tests.parcel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.codec.SchemaRegistry;
import dev.tidemark.tests.base.Checker;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.TestKafka;
import dev.tidemark.tests.base.Text;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * What {@link ParcelJob} must write, computed plainly and to the byte: by Avro's own writer, from
 * what {@link ParcelFacts} says of each version.
 *
 * @param heavy the heavy ones, whole
 * @param joined those with a city, as text
 * @param heaviest the results of the windows that are complete
 */
record ParcelAnswer(Content heavy, Content joined, Content heaviest) {

  private static final Comparator<Content.Entry> BY_KEY =
      Comparator.comparing(entry -> String.valueOf(entry.key()));

  private record Pane(String sender, long start) {}

  private record Heaviest(long count, Parcel parcel) {
    Heaviest plus(Parcel other) {
      boolean more =
          other.weight() > parcel.weight()
              || (other.weight() == parcel.weight() && other.id().compareTo(parcel.id()) > 0);
      return new Heaviest(count + 1, more ? other : parcel);
    }
  }

  /** Of all that can be read. */
  static ParcelAnswer of(List<ParcelLog.Line> log, SchemaRegistry registry) {
    int heavyId = registry.idOf("parcels-heavy-value", Parcel.SCHEMA$);
    int heaviestId = registry.idOf("parcels-heaviest-value", Parcel.SCHEMA$);
    Content.Builder heavy = new Content.Builder("parcels-heavy");
    Content.Builder joined = new Content.Builder("parcels-joined");
    Content.Builder heaviest = new Content.Builder("parcels-heaviest");
    SortedMap<Pane, Heaviest> panes =
        new TreeMap<>(Comparator.comparing(Pane::sender).thenComparing(Pane::start));
    for (ParcelLog.Line line : log) {
      if (line.version() > ParcelLog.VERSIONS) {
        continue;
      }
      Parcel parcel = line.facts().read(line.version());
      long at = parcel.at().toEpochMilli();
      if (parcel.weight() >= ParcelJob.HEAVY) {
        add(heavy, parcel.sender(), at, Text.hex(bytes(heavyId, parcel.tagged("heavy"))));
      }
      add(joined, parcel.sender(), at, ParcelJob.joined(parcel, city(line.facts().city())));
      if (!line.isLast()) {
        Pane pane = new Pane(parcel.sender(), at - at % ParcelJob.WINDOW.toMillis());
        Heaviest before = panes.get(pane);
        panes.put(pane, before == null ? new Heaviest(1, parcel) : before.plus(parcel));
      }
    }
    panes.forEach(
        (pane, most) ->
            add(
                heaviest,
                pane.sender(),
                pane.start() + ParcelJob.WINDOW.toMillis() - 1,
                Text.hex(bytes(heaviestId, most.parcel().ofPieces(most.count())))));
    return new ParcelAnswer(heavy.build(), joined.build(), heaviest.build());
  }

  private static void add(Content.Builder content, String key, long time, String value) {
    content.add(
        BuiltInPartitioner.partitionForKey(Text.bytes(key), ParcelLog.PARTITIONS),
        new Content.Entry(key, time, value));
  }

  private static byte[] bytes(int id, Parcel parcel) {
    return ParcelLog.framed(
        id, new SpecificDatumWriter<>(Parcel.SCHEMA$, ParcelRecord.MODEL), parcel);
  }

  /** A row as the job must see it, whichever version wrote it. */
  private static GenericRecord city(String name) {
    int number = Integer.parseInt(name.substring("city-".length()));
    GenericRecord row = new GenericData.Record(ParcelSchemas.CITY);
    row.put("name", name);
    row.put("region", ParcelLog.region(number));
    row.put("people", ParcelLog.isNewCity(number) ? ParcelLog.people(number) : -1L);
    return row;
  }

  /** What {@link ParcelUpgradeJob} joins: before its upgrade with another view of cities. */
  static Content joinedIds(List<ParcelLog.Line> before, Schema view, List<ParcelLog.Line> after) {
    Content.Builder joined = new Content.Builder("parcels-joined");
    before.forEach(line -> addJoined(joined, line, city(line.facts().city(), view)));
    after.forEach(line -> addJoined(joined, line, city(line.facts().city())));
    return joined.build();
  }

  private static void addJoined(Content.Builder joined, ParcelLog.Line line, GenericRecord city) {
    String id = line.facts().id().toString();
    long at = line.facts().at().toEpochMilli();
    add(joined, id, at, id + " " + ParcelUpgradeJob.fields(city));
  }

  /** A row as a job saw it that knew nothing of people. */
  private static GenericRecord city(String name, Schema view) {
    GenericRecord row = new GenericData.Record(view);
    row.put("name", name);
    row.put("area", city(name).get("region"));
    return row;
  }

  /** What {@link ParcelUpgradeJob} writes of its windows, whenever it was upgraded. */
  static Content weights(List<ParcelLog.Line> log) {
    SortedMap<Pane, Long> panes =
        new TreeMap<>(Comparator.comparing(Pane::sender).thenComparing(Pane::start));
    for (ParcelLog.Line line : log) {
      if (!line.isLast()) {
        Parcel parcel = line.facts().read(line.version());
        long at = parcel.at().toEpochMilli();
        Pane pane = new Pane(parcel.sender(), at - at % ParcelJob.WINDOW.toMillis());
        panes.merge(pane, (long) parcel.weight(), Long::sum);
      }
    }
    Content.Builder weights = new Content.Builder("parcels-weights");
    panes.forEach(
        (pane, sum) ->
            add(
                weights,
                pane.sender(),
                pane.start() + ParcelJob.WINDOW.toMillis() - 1,
                pane.sender() + " " + pane.start() + " " + sum));
    return weights.build();
  }

  /** How many results there are. */
  int windows() {
    return heaviest.size();
  }

  /**
   * Demands this answer of the topics: all records with key, timestamp and value, in their
   * partition. Results of windows stand in their order for each key; the others come through
   * several threads, and may change places.
   */
  void assertIn(TestKafka kafka) {
    assertSame(heavy, kafka, true);
    assertSame(joined, kafka, false);
    Content found = sorted(kafka.rawContent(heaviest.topic()), BY_KEY);
    assertThat(Checker.differences(sorted(heaviest, BY_KEY), found)).isEmpty();
  }

  /** Demands the records of a topic, in whatever order. */
  static void assertSame(Content expected, TestKafka kafka, boolean raw) {
    Comparator<Content.Entry> order = BY_KEY.thenComparing(Content.Entry::value);
    Content found = raw ? kafka.rawContent(expected.topic()) : kafka.content(expected.topic());
    assertThat(Checker.differences(sorted(expected, order), sorted(found, order))).isEmpty();
  }

  private static Content sorted(Content content, Comparator<Content.Entry> order) {
    Content.Builder sorted = new Content.Builder(content.topic());
    content
        .partitions()
        .forEach(
            (partition, entries) ->
                entries.stream().sorted(order).forEach(entry -> sorted.add(partition, entry)));
    return sorted.build();
  }
}
