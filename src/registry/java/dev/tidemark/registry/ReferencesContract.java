package dev.tidemark.registry;

import static dev.tidemark.registry.ClientContract.json;
import static dev.tidemark.registry.ClientContract.next;
import static dev.tidemark.registry.ClientContract.parse;
import static dev.tidemark.registry.ClientContract.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.registry.Rest.Ref;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.RegisteredSchema;
import dev.tidemark.serde.registry.SubjectRegistry;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Schemas that take types from others. */
interface ReferencesContract extends ClientContract {
  @Test
  default void shouldResolveReferencesThroughSeveralSubjects() {
    int n = next();
    int id = registerBill(n);
    Schema whole = wholeBill(n);

    try (SubjectRegistry client = open()) {
      assertThat(client.schemaById(id)).isEqualTo(whole);
      assertThat(client.latest("bill-" + n))
          .isEqualTo(new RegisteredSchema("bill-" + n, 1, id, whole));
    }
  }

  @Test
  default void shouldResolveAReferenceThatTwoOthersShare() {
    int n = next();
    rest().register("c-" + n, json(record("C" + n)));
    Ref c = new Ref("shop.C" + n, "c-" + n, 1);
    for (String name : new String[] {"a", "b"}) {
      rest()
          .register(
              name + "-" + n,
              json(record(name.toUpperCase(java.util.Locale.ROOT) + n, field("c", "C" + n))),
              c);
    }
    int id =
        rest()
            .register(
                "d-" + n,
                json(
                    record("D" + n, field("a", "A" + n), field("b", "B" + n), field("c", "C" + n))),
                new Ref("shop.A" + n, "a-" + n, 1),
                new Ref("shop.B" + n, "b-" + n, 1),
                c);

    try (SubjectRegistry client = open()) {
      Schema d = client.schemaById(id);

      Schema shared = d.getField("c").schema();
      assertThat(d.getField("a").schema().getField("c").schema()).isEqualTo(shared);
      assertThat(d.getField("b").schema().getField("c").schema()).isEqualTo(shared);
    }
  }

  @Test
  default void shouldFindASchemaWhoseReferencesAreWrittenOut() {
    int n = next();
    int id = registerBill(n);

    try (SubjectRegistry client = open()) {
      if (missesWhatIsLaidOutInAnotherWay()) {
        assertThatThrownBy(() -> client.idOf("bill-" + n, wholeBill(n)))
            .isInstanceOf(SchemaNotFoundException.class);
        return;
      }
      assertThat(client.idOf("bill-" + n, wholeBill(n))).isEqualTo(id);
    }
  }

  private int registerBill(int n) {
    rest()
        .register(
            "currency-" + n,
            json("{'type':'enum','name':'shop.Currency%d','symbols':['EUR']}".formatted(n)));
    rest()
        .register(
            "money-" + n,
            json(record("Money" + n, field("currency", "Currency" + n))),
            new Ref("shop.Currency" + n, "currency-" + n, 1));
    return rest()
        .register(
            "bill-" + n,
            json(record("Bill" + n, field("total", "Money" + n))),
            new Ref("shop.Money" + n, "money-" + n, 1));
  }

  private static Schema wholeBill(int n) {
    String currency = "{'type':'enum','name':'Currency%d','symbols':['EUR']}".formatted(n);
    String money =
        "{'type':'record','name':'Money%d','fields':[{'name':'currency','type':%s}]}"
            .formatted(n, currency);
    return parse(record("Bill" + n, "{'name':'total','type':" + money + "}"));
  }

  private static String field(String name, String type) {
    return "{'name':'%s','type':'%s'}".formatted(name, type);
  }
}
