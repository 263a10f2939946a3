package dev.tidemark.serde.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serde.evolution.SchemaFinding.Rule;
import dev.tidemark.serde.evolution.SchemaFindings.Ours;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFindingsTest {

  @Test
  void shouldFindNothingWhereTheReaderHasDefaultsAndWiderTypes() {
    assertThat(
            read(
                order("{'name':'id','type':'long'},{'name':'note','type':'string','default':''}"),
                order("{'name':'id','type':'int'},{'name':'old','type':'string'}")))
        .isEmpty();
  }

  @Test
  void shouldNameTheNestedFieldTheTypesAndTheRemedy() {
    SchemaFinding finding = only(read(order(address("int")), order(address("string"))));

    assertThat(finding)
        .isEqualTo(
            new SchemaFinding(
                "/address/zip",
                "int",
                "string",
                Rule.TYPE_IS_PROMOTABLE,
                "string was written, and can't be read as int",
                "read it as string or a wider type, or add a new field with a default"));
  }

  @Test
  void shouldLookThroughOptionalFieldsListsAndMaps() {
    String line = "{'type':'record','name':'Line','fields':[{'name':'sku','type':'%s'}]}";
    String optional = "{'name':'a','type':['null',%s]}";
    String list = "{'name':'a','type':{'type':'array','items':%s}}";
    String map = "{'name':'a','type':{'type':'map','values':%s}}";

    assertThat(only(changed(optional, line)).path()).isEqualTo("/a/sku");
    assertThat(only(changed(list, line)).path()).isEqualTo("/a[]/sku");
    assertThat(only(changed(map, line)).path()).isEqualTo("/a{}/sku");
  }

  private static List<SchemaFinding> changed(String around, String line) {
    return read(
        order(around.formatted(line.formatted("int"))),
        order(around.formatted(line.formatted("string"))));
  }

  @Test
  void shouldTellTheReaderAndTheWriterOfAMissingFieldWhatEachCanDo() {
    Schema has = order("{'name':'id','type':'string'},{'name':'zip','type':'int'}");
    Schema hasNot = order("{'name':'id','type':'string'}");

    assertThat(only(SchemaFindings.between(has, hasNot, Ours.READER)))
        .extracting(SchemaFinding::path, SchemaFinding::writerType, SchemaFinding::remedy)
        .containsExactly(
            "/zip", "nothing", "give field zip a default, or the name that it had as an alias");
    assertThat(only(SchemaFindings.between(has, hasNot, Ours.WRITER)).remedy())
        .isEqualTo("keep field zip in the job's schema: its readers have no default for it");
  }

  @Test
  void shouldFindSymbolsSizesNamesAndBranches() {
    String symbols = "{'name':'s','type':{'type':'enum','name':'S','symbols':['A'%s]}}";
    String size = "{'name':'s','type':{'type':'fixed','name':'F','size':%d}}";
    String name = "{'name':'s','type':{'type':'record','name':'%s','fields':[]}}";

    SchemaFinding symbol =
        only(read(order(symbols.formatted("")), order(symbols.formatted(",'B'"))));
    assertThat(symbol.what()).isEqualTo("enum S has no B, and no default");
    assertThat(symbol.remedy()).isEqualTo("add B to enum S, or give it a default");
    assertThat(only(read(order(size.formatted(4)), order(size.formatted(5)))).rule())
        .isEqualTo(Rule.SIZE_IS_KEPT);
    assertThat(only(read(order(name.formatted("New")), order(name.formatted("Old")))).remedy())
        .isEqualTo("give New the alias shop.Old");
    assertThat(
            only(
                read(
                    order("{'name':'s','type':['null','int']}"),
                    order("{'name':'s','type':['null','int','string']}"))))
        .extracting(SchemaFinding::path, SchemaFinding::what)
        .containsExactly("/s", "string was written, and none of [null, int] reads it");
  }

  @Test
  void shouldSayThatAFieldBecameOptional() {
    Schema required = order("{'name':'s','type':'string'}");
    Schema optional = order("{'name':'s','type':['null','string']}");

    assertThat(only(read(required, optional)).remedy())
        .isEqualTo("make it optional: [null, string]");
    assertThat(only(SchemaFindings.between(required, optional, Ours.WRITER)).remedy())
        .isEqualTo("keep it required: readers need a string");
  }

  @Test
  void shouldFindNumbersThatWouldMeanSomethingElse() {
    String decimal =
        "{'name':'amount','type':{'type':'bytes','logicalType':'decimal','precision':9,'scale':%d}}";
    String time = "{'name':'at','type':{'type':'long','logicalType':'timestamp-%s'}}";

    SchemaFinding scale = only(read(order(decimal.formatted(4)), order(decimal.formatted(2))));
    assertThat(scale.rule()).isEqualTo(Rule.MEANING_IS_KEPT);
    assertThat(scale.what()).contains("decimal(9,2) was written and decimal(9,4) is read");
    assertThat(only(read(order(time.formatted("millis")), order(time.formatted("micros")))).what())
        .contains("timestamp-micros was written and timestamp-millis is read");
    assertThat(read(order("{'name':'at','type':'long'}"), order(time.formatted("millis"))))
        .isEmpty();
  }

  @Test
  void shouldFindWhatOnlyAvrosReadersFind() {
    String written = "{'name':'c','type':['null',{'type':'%s','name':'C','namespace':'a',%s}]}";
    String read = "{'name':'c','type':['null','int',{'type':'%s','name':'C','namespace':'b',%s}]}";
    String symbols = "'symbols':['X']";
    Schema writer = order(written.formatted("enum", symbols));

    SchemaFinding symbol = only(read(order(read.formatted("enum", symbols)), writer));
    assertThat(symbol.path()).isEqualTo("/c");
    assertThat(symbol.rule()).isEqualTo(Rule.NAME_IS_KEPT);
    assertThat(symbol.what()).isEqualTo("enum a.C was written, and enum b.C is read");
    assertThat(symbol.remedy()).isEqualTo("give C the alias a.C");
    String withAlias = symbols + ",'aliases':['a.C']";
    assertThat(read(order(read.formatted("enum", withAlias)), writer)).isEmpty();
    assertThat(
            read(
                order(read.formatted("fixed", "'size':2")),
                order(written.formatted("fixed", "'size':2"))))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'default':0"})
  void shouldFindAliasesThatAreNotFollowedSinceTheRecordMoved(String withDefault) {
    String reader =
        "{'type':'record','name':'Order','namespace':'shop.v2'%s,'fields':["
            + "{'name':'cents','type':'int','aliases':['amount']"
            + withDefault
            + "}]}";
    Schema writer = order("{'name':'amount','type':'int'}");

    assertThat(only(read(parse(reader.formatted("")), writer)).remedy())
        .isEqualTo("give Order the alias shop.Order");
    assertThat(read(parse(reader.formatted(",'aliases':['shop.Order']")), writer)).isEmpty();
  }

  @Test
  void shouldEndOnSchemasThatHoldThemselves() {
    String node = "{'name':'next','type':['null','shop.Order']},{'name':'v','type':'%s'}";

    assertThat(only(read(order(node.formatted("int")), order(node.formatted("string")))).path())
        .isEqualTo("/v");
  }

  @Test
  void shouldRefuseToLookAtASchemaThatUnfoldsWithoutEnd() {
    StringBuilder nested = new StringBuilder("{'type':'record','name':'R0','fields':[]}");
    for (int i = 1; i < 30; i++) {
      nested.insert(0, "{'type':'record','name':'R" + i + "','fields':[{'name':'a','type':");
      nested.append("},{'name':'b','type':'R" + (i - 1) + "'}]}");
    }

    assertThat(only(read(order(""), parse(nested.toString()))).rule())
        .isEqualTo(Rule.SCHEMA_IS_READABLE);
  }

  @Test
  void shouldNotListMoreThanPeopleMend() {
    StringBuilder fields = new StringBuilder("{'name':'f0','type':'int'}");
    for (int i = 1; i < 200; i++) {
      fields.append(",{'name':'f" + i + "','type':'int'}");
    }
    String many = fields.toString();

    assertThat(read(order(many), order(many.replace("'int'", "'string'"))))
        .hasSize(SchemaFindings.FINDINGS_MAX);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldFindSomethingExactlyWhereAvroDoes(long seed) {
    RandomSchemas schemas = new RandomSchemas(new Random(seed));
    int misfits = 0;
    for (int i = 0; i < 2_000; i++) {
      Schema reader = schemas.order();
      Schema writer = schemas.order();
      boolean readable =
          SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
              == SchemaCompatibilityType.COMPATIBLE;

      assertThat(SchemaFindings.between(reader, writer, Ours.READER).isEmpty())
          .as("seed %d: %s reads %s", seed, reader, writer)
          .isEqualTo(readable);
      misfits += readable ? 0 : 1;
    }
    assertThat(misfits).isBetween(100, 1_950);
  }

  /** Pairs that are alike enough to be compatible now and then. */
  private record RandomSchemas(Random random) {
    Schema order() {
      List<String> fields = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        if (random.nextInt(3) > 0) {
          String type = type(2, name);
          boolean withDefault = type.startsWith("['null'") && random.nextBoolean();
          fields.add(
              "{'name':'%s','type':%s%s}"
                  .formatted(name, type, withDefault ? ",'default':null" : ""));
        }
      }
      return SchemaFindingsTest.order(String.join(",", fields));
    }

    private String type(int depth, String name) {
      return switch (random.nextInt(depth > 0 ? 9 : 5)) {
        case 0 -> "'int'";
        case 1 -> "'long'";
        case 2 -> "'string'";
        case 3 -> "'double'";
        case 4 ->
            "{'type':'enum','name':'E%s','symbols':['X'%s]}"
                .formatted(unique(name), random.nextBoolean() ? ",'Y'" : "");
        case 5 -> "{'type':'array','items':" + type(depth - 1, name + "i") + "}";
        case 6 -> "{'type':'map','values':" + type(depth - 1, name + "v") + "}";
        case 7 -> "['null'," + plain(depth - 1, name + "u") + "]";
        default ->
            "{'type':'record','name':'R%s','fields':[{'name':'x','type':%s}]}"
                .formatted(unique(name), type(depth - 1, name + "x"));
      };
    }

    private String plain(int depth, String name) {
      String type = type(depth, name);
      return type.startsWith("[") ? "'int'" : type;
    }

    /** Now and then another one. */
    private String unique(String name) {
      return random.nextInt(8) == 0 ? name + "Other" : name;
    }
  }

  private static String address(String zip) {
    return "{'name':'address','type':{'type':'record','name':'Address','fields':["
        + "{'name':'zip','type':'%s'}]}}".formatted(zip);
  }

  private static SchemaFinding only(List<SchemaFinding> findings) {
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private static List<SchemaFinding> read(Schema reader, Schema writer) {
    return SchemaFindings.between(reader, writer, Ours.READER);
  }

  private static Schema order(String fields) {
    return parse("{'type':'record','name':'Order','namespace':'shop','fields':[" + fields + "]}");
  }

  private static Schema parse(String json) {
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }
}
