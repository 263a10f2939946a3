package dev.tidemark.topology.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.explain.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever has a plan as JSON can work on its job without the job's classes. */
class ExplanationTest {
  private final JsonNode revenue =
      Explanation.json(JobPlanner.plan(new ShopJobs.PaidRevenueByRegion(), Map.of()));
  private final JsonNode statistics =
      Explanation.json(JobPlanner.plan(new ShopJobs.OrderStatistics(), Map.of()));

  @Test
  void shouldNameEachStoreThatHasAChangelog() {
    assertThat(revenue.get("stores").findValuesAsText("name"))
        .contains(
            "orders-progress",
            "join-users-receive-progress",
            "revenue-progress",
            "revenue-panes",
            "users",
            "users-progress");
    for (JsonNode stage : revenue.get("stages")) {
      assertThat(store(revenue, stage.get("progress_store").asText()).get("of").asText())
          .isEqualTo(stage.get("name").asText());
    }
  }

  @Test
  void shouldSayAllAboutTheStateOfAWindow() {
    JsonNode panes = store(revenue, "revenue-panes");

    assertThat(panes.get("of").asText()).isEqualTo("revenue");
    assertThat(panes.get("stage").asText()).isEqualTo("revenue");
    assertThat(panes.get("exchange").asText()).isEqualTo("revenue");
    assertThat(panes.get("shape").asText()).isEqualTo("tumbling");
    assertThat(panes.get("size_ms").asLong()).isEqualTo(300_000);
    assertThat(panes.get("allowed_lateness_ms").asLong()).isEqualTo(60_000);
    assertThat(panes.get("late_topic").asText()).isEqualTo("orders-late");
    assertThat(panes.get("key_type").asText()).isEqualTo("string");
    assertThat(panes.get("key_schema").isNull()).isTrue();
    assertThat(panes.get("accumulator").asText()).isEqualTo("[int128,int64]");
    assertThat(store(statistics, "visits-panes").get("gap_ms").asLong()).isEqualTo(1_800_000);
    assertThat(store(statistics, "visits-panes").get("late_topic").isNull()).isTrue();
  }

  @Test
  void shouldSayAllAboutATable() {
    JsonNode users = store(revenue, "users");

    assertThat(users.get("topic").asText()).isEqualTo("users");
    assertThat(users.get("key_type").asText()).isEqualTo("string");
    assertThat(users.get("value_type").asText()).isEqualTo("avro dev.tidemark.schemas.User");
    assertThat(users.get("value_schema").get("name").asText()).isEqualTo("User");
  }

  @Test
  void shouldSayHowEachSourceTellsTheTime() {
    JsonNode time = revenue.get("sources").get(0).get("event_time");

    assertThat(revenue.get("sources").get(0).get("topic").asText()).isEqualTo("orders");
    assertThat(revenue.get("sources").get(0).get("stage").asText()).isEqualTo("orders");
    assertThat(time.get("out_of_order_ms").asLong()).isEqualTo(10_000);
    assertThat(time.get("idle_after_ms").asLong()).isEqualTo(60_000);
    assertThat(time.get("max_ahead_ms").asLong()).isEqualTo(86_400_000);
    JsonNode unlimited = statistics.get("sources").get(0).get("event_time");
    assertThat(unlimited.get("idle_after_ms").isNull()).isTrue();
    assertThat(unlimited.get("max_ahead_ms").isNull()).isTrue();
  }

  @Test
  void shouldSayBetweenWhichStagesWhatIsExchanged() {
    JsonNode exchange = revenue.get("exchanges").get(0);

    assertThat(exchange.get("from").asText()).isEqualTo("orders");
    assertThat(exchange.get("to").asText()).isEqualTo("join-users-receive");
    assertThat(exchange.get("key_schema").isNull()).isTrue();
    assertThat(exchange.get("element_schema").get("name").asText()).isEqualTo("Order");
  }

  @Test
  void shouldFollowThePaths() {
    JsonNode path = revenue.get("paths").get(0);
    List<String> nodes = new ArrayList<>();
    path.get("nodes").forEach(node -> nodes.add(node.asText()));

    assertThat(path.get("source").asText()).isEqualTo("orders");
    assertThat(path.get("output").asText()).isEqualTo("revenue");
    assertThat(nodes).startsWith("orders", "paid").endsWith("revenue-partial");
  }

  private static JsonNode store(JsonNode plan, String name) {
    for (JsonNode store : plan.get("stores")) {
      if (store.get("name").asText().equals(name)) {
        return store;
      }
    }
    throw new AssertionError("there is no store " + name);
  }
}
