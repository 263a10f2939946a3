package dev.tidemark.tests.jobs;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.generic;

import dev.tidemark.topology.dsl.Join;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Jobs that can be planned, but do not fit what they find. */
final class UnfitJobs {

  private UnfitJobs() {}

  /** Reads topic {@code absent}. */
  public static final class ReadsAbsentTopic implements StreamJob {
    @Override
    public void define(Topology topology) {
      topology.stream("absent", STRING).to("copy", STRING, value -> value, STRING);
    }
  }

  /** Reads flights by a schema with a field that no writer knows. */
  public static final class ReadsAltitudes implements StreamJob {
    @Override
    public void define(Topology topology) {
      Schema schema =
          SchemaBuilder.record("Flight")
              .namespace("dev.tidemark.schemas")
              .fields()
              .requiredInt("altitude")
              .endRecord();
      topology.stream("flights", generic(schema))
          .map("altitudes", STRING, flight -> String.valueOf(flight.get("altitude")))
          .to("altitudes", STRING, value -> value, STRING);
    }
  }

  /** Joins orders on their key with a table of other partitions. */
  public static final class JoinsOnKey implements StreamJob {
    @Override
    public void define(Topology topology) {
      var teams = topology.table("teams", STRING, STRING);
      topology.stream("orders", STRING)
          .join(Join.inner(teams).onRecordKey(), order -> order, (order, team) -> order + team)
          .as(STRING)
          .to("joined", STRING, value -> value, STRING);
    }
  }

  /** Keeps a table whose changelog's name is longer than Kafka allows. */
  public static final class HasALongName implements StreamJob {
    static final String TABLE = "t".repeat(245);

    @Override
    public void define(Topology topology) {
      var teams = topology.table(TABLE, STRING, STRING);
      topology.stream("orders", STRING)
          .join(Join.inner(teams).onRecordKey().named("team"), order -> order, (o, team) -> team)
          .as(STRING)
          .to("joined", STRING, value -> value, STRING);
    }
  }
}
