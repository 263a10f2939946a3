package dev.tidemark.dev;

import static dev.tidemark.dev.RegistryContract.assertError;
import static dev.tidemark.dev.RegistryContract.next;
import static dev.tidemark.dev.RegistryContract.numbers;
import static dev.tidemark.dev.RegistryContract.subject;
import static dev.tidemark.dev.RegistryHttp.schemaBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.dev.RegistryHttp.Ref;
import dev.tidemark.dev.RegistryHttp.Reply;
import org.junit.jupiter.api.Test;

/** Schemas that take types from others. */
interface ReferencesContract extends RegistryContract {
  @Test
  default void shouldResolveReferencesThroughSeveralSubjects() {
    int n = next();
    String currency = "currency-" + n;
    String money = "money-" + n;
    String order = "order-" + n;
    String currencyName = "shop.Currency" + n;
    String moneyName = "shop.Money" + n;
    Ref toCurrency = new Ref(currencyName, currency, 1);
    Ref toMoney = new Ref(moneyName, money, -1);
    registry()
        .id(
            currency,
            Schemas.json("{'type':'enum','name':'%s','symbols':['EUR']}".formatted(currencyName)));
    String moneySchema =
        Schemas.record("Money" + n, "{'name':'currency','type':'Currency%d'}".formatted(n));
    registry().post("/subjects/" + money + "/versions", schemaBody(moneySchema, toCurrency));
    String orderSchema =
        Schemas.record("Bill" + n, "{'name':'total','type':'Money%d'}".formatted(n));

    Reply reply =
        registry().post("/subjects/" + order + "/versions", schemaBody(orderSchema, toMoney));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    int id = reply.json().path("id").asInt();
    JsonNode found = registry().get("/schemas/ids/" + id).json();
    assertThat(found.path("schema").asText()).isEqualTo(orderSchema);
    assertThat(found.path("references").toString())
        .isEqualTo(
            Schemas.json("[{'name':'%s','subject':'%s','version':1}]".formatted(moneyName, money)));
    assertThat(numbers(registry().get("/subjects/" + money + "/versions/1/referencedby").json()))
        .containsExactly(id);
  }

  @Test
  default void shouldFindASchemaWhoseReferencesWereWrittenOut() {
    int n = next();
    String part = "part-" + n;
    String whole = "whole-" + n;
    String partName = "shop.Part" + n;
    registry().id(part, Schemas.record("Part" + n));
    String split = Schemas.record("Whole" + n, "{'name':'p','type':'Part%d'}".formatted(n));
    registry()
        .post("/subjects/" + whole + "/versions", schemaBody(split, new Ref(partName, part, 1)));

    String inline =
        Schemas.record(
            "Whole" + n,
            "{'name':'p','type':{'type':'record','name':'Part%d','fields':[]}}".formatted(n));
    Reply found = registry().post("/subjects/" + whole, schemaBody(inline));

    assertThat(found.status()).as(found.text()).isEqualTo(200);
    assertThat(found.json().path("version").asInt()).isEqualTo(1);
  }

  @Test
  default void shouldRefuseASchemaWhoseReferenceIsMissing() {
    String schema = Schemas.record("A", "{'name':'b','type':'shop.B'}");

    Reply unknownSubject =
        registry()
            .post(
                "/subjects/" + subject() + "/versions",
                schemaBody(schema, new Ref("shop.B", "nowhere", 7)));
    Reply noReference = registry().register(subject(), schema);

    assertError(unknownSubject, 422, 42201, "nowhere", "7");
    assertError(noReference, 422, 42201, "shop.B");
  }

  @Test
  default void shouldKeepASchemaThatIsReferenced() {
    int n = next();
    String part = "part-" + n;
    String whole = "whole-" + n;
    String name = "shop.Part" + n;
    registry().id(part, Schemas.record("Part" + n));
    String schema = Schemas.record("Whole" + n, "{'name':'p','type':'" + name + "'}");
    registry().post("/subjects/" + whole + "/versions", schemaBody(schema, new Ref(name, part, 1)));

    assertError(registry().delete("/subjects/" + part + "/versions/1"), 422, 42206, part);
    assertError(registry().delete("/subjects/" + part), 422, 42206, part);

    registry().delete("/subjects/" + whole);
    assertThat(registry().delete("/subjects/" + part).status()).isEqualTo(200);
    assertError(registry().delete("/subjects/" + part + "?permanent=true"), 422, 42206, part);
    registry().delete("/subjects/" + whole + "?permanent=true");
    assertThat(registry().delete("/subjects/" + part + "?permanent=true").status()).isEqualTo(200);
  }
}
