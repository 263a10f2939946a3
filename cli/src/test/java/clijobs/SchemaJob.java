package clijobs;

import static dev.tidemark.serde.Types.STRING;
import static dev.tidemark.serde.Types.generic;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.SubjectNameStrategy;
import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Reads and writes orders by the fields that its parameters state. */
public final class SchemaJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    topology.subjects(SubjectNameStrategy.valueOf(topology.parameter("subjects", "TOPIC_NAME")));
    Schema written =
        schema("Checked", topology.parameter("writes", "{'name':'id','type':'string'}"));
    Type<GenericRecord> read =
        generic(schema("Order", topology.parameter("reads", "{'name':'id','type':'string'}")));
    topology.stream("orders", read)
        .map(
            "checked",
            generic(written),
            order -> {
              GenericRecord checked = new GenericData.Record(written);
              checked.put("id", order.get("id"));
              return checked;
            })
        .to("checked", STRING, checked -> checked.get("id").toString(), generic(written));
  }

  private static Schema schema(String name, String fields) {
    return new Schema.Parser()
        .parse(
            ("{'type':'record','name':'" + name + "','namespace':'shop','fields':[" + fields + "]}")
                .replace('\'', '"'));
  }
}
