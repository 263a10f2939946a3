package dev.tidemark.serde.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaDifferenceTest {

  @Test
  void shouldListWhatCameWentAndChanged() {
    Schema before =
        order(
            "{'name':'id','type':'int'},{'name':'old','type':'string'},{'name':'s','type':{'type':'enum','name':'S','symbols':['A']}}");
    Schema after =
        order(
            "{'name':'id','type':'long'},{'name':'note','type':['null','string'],'default':null},{'name':'s','type':{'type':'enum','name':'S','symbols':['A','B']}}");

    assertThat(SchemaDifference.between(before, after))
        .containsExactly(
            new SchemaDifference("/id", "int", "long"),
            new SchemaDifference("/old", "string", "nothing"),
            new SchemaDifference("/s", "enum S of A", "enum S of A, B"),
            new SchemaDifference("/note", "nothing", "optional string, default null"));
  }

  @Test
  void shouldLookIntoOptionalRecordsAndEndInThoseThatHoldThemselves() {
    String next = "{'name':'next','type':['null','shop.Order']},{'name':'v','type':'%s'}";

    assertThat(
            SchemaDifference.between(order(next.formatted("int")), order(next.formatted("long"))))
        .containsExactly(new SchemaDifference("/v", "int", "long"));
    assertThat(SchemaDifference.between(order(next.formatted("int")), order(next.formatted("int"))))
        .isEmpty();
  }

  @Test
  void shouldSeeDefaultsAndAliases() {
    assertThat(
            SchemaDifference.between(
                order("{'name':'a','type':'string'}"),
                order("{'name':'a','type':'string','default':'x','aliases':['b']}")))
        .containsExactly(new SchemaDifference("/a", "string", "string, default \"x\", formerly b"));
  }

  private static Schema order(String fields) {
    return new Schema.Parser()
        .parse(
            ("{'type':'record','name':'Order','namespace':'shop','fields':[" + fields + "]}")
                .replace('\'', '"'));
  }
}
