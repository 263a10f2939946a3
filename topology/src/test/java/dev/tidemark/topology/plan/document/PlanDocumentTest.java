package dev.tidemark.topology.plan.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.topology.plan.Paths;
import dev.tidemark.topology.plan.StoreUse;
import dev.tidemark.topology.plan.TopicUse;
import dev.tidemark.topology.plan.upgrade.change.TaskNumbers;
import dev.tidemark.topology.plan.upgrade.rule.ExchangeKeepsItsWriter;
import dev.tidemark.topology.plan.upgrade.rule.PlanIsWhole;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanDocumentTest {

  @Test
  void shouldReadThePlanOfAReleasedVersion() throws IOException {
    PlanDocument plan = PlanDocument.of(released("0.1.0/paid-revenue-by-region.json"));

    assertThat(plan.job()).contains("paid-revenue-by-region");
    assertThat(plan.topicsOf(Set.of(TopicUse.Role.STREAM))).containsExactly("orders");
    assertThat(plan.topicsOf(PlanDocument.INPUTS)).containsExactly("orders", "users");
    assertThat(plan.topicsOf(PlanDocument.OUTPUTS))
        .contains("revenue-by-region", "paid-revenue-by-region-dead-letters");
    assertThat(plan.storesOf(Set.of(StoreUse.Content.TABLE))).containsExactly("users");
    assertThat(plan.windows().keySet()).containsExactly("revenue");
    assertThat(plan.paths()).extracting(Paths.Path::source).containsOnly("orders");
    assertThat(plan.list("exchanges")).allSatisfy(e -> assertThat(e.names("from")).hasSize(1));
    assertThat(plan.sourcesOf("revenue")).containsExactly("orders");
    assertThat(TaskNumbers.of(plan)).isNotEmpty();
  }

  @Test
  void shouldUpgradeFromThePlanOfAReleasedVersionWithoutAChange() throws IOException {
    PlanDocument plan = PlanDocument.of(released("0.1.0/paid-revenue-by-region.json"));

    assertThat(new PlanIsWhole().changes(plan, plan)).isEmpty();
    assertThat(new ExchangeKeepsItsWriter().changes(plan, plan)).isEmpty();
  }

  @Test
  void shouldRelyOnNothingToBeThere() {
    PlanDocument plan = PlanDocument.of(JsonNodeFactory.instance.objectNode());

    assertThat(plan.job()).isEmpty();
    assertThat(plan.topicsOf(PlanDocument.INPUTS)).isEmpty();
    assertThat(plan.storesOf(Set.of(StoreUse.Content.values()))).isEmpty();
    assertThat(plan.paths()).isEmpty();
    assertThat(plan.notes()).isEmpty();
    assertThat(plan.sourcesOf("any")).isEmpty();
    assertThat(plan.topicType("any", "value")).isEmpty();
    assertThat(plan.whole().part("event_time").isPresent()).isFalse();
  }

  @Test
  void shouldShowWhatItDoesNotKnow() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("stores").addObject().put("name", "s").put("content", "of a later version");

    PlanDocument plan = PlanDocument.of(json);

    assertThat(plan.list("stores").get(0).textOf("content")).isEqualTo("of a later version");
    assertThat(plan.storesOf(Set.of(StoreUse.Content.values()))).isEmpty();
    assertThat(plan.stores()).containsKeys("s").isEqualTo(Map.of("s", plan.list("stores").get(0)));
  }

  private static JsonNode released(String name) throws IOException {
    try (InputStream stream =
        PlanDocumentTest.class.getResourceAsStream("/plans-released/" + name)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(stream));
    }
  }
}
