package dev.tidemark.topology.plan.upgrade.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.topology.plan.ShopPlan;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.upgrade.Upgrade;
import dev.tidemark.topology.plan.upgrade.UpgradeCheck;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeCheckTest {
  private static final Map<String, Integer> FOUR_EACH =
      Map.of("orders", 4, "users", 4, "results", 4, "clicks", 4);

  static Stream<UpgradeCase> cases() {
    return UpgradeCase.all().stream();
  }

  static Stream<Long> seeds() {
    return IntStream.range(0, 24).mapToObj(n -> 7919L * n);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldJudgeEachChange(UpgradeCase upgrade) {
    ShopPlan before = upgrade.before().apply(ShopPlan.usual());
    before = upgrade.needs().test(before) ? before : withoutWindow(before);

    assertThat(upgrade.needs().test(before)).as("the case fits the usual job").isTrue();
    assertFound(upgrade, before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldFindEachChangeOfAnyJob(long seed) {
    Random random = new Random(seed);
    ShopPlan any = anyJob(random);

    assertThat(UpgradeCheck.compare(any.json(), any.json()).changes())
        .as("seed %d", seed)
        .isEmpty();
    for (UpgradeCase upgrade : UpgradeCase.all()) {
      ShopPlan before = upgrade.before().apply(any);
      if (upgrade.needs().test(before) && isPlanned(before)) {
        assertFound(upgrade, before);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldLeaveNoStoreBehindInPlace(long seed) {
    Random random = new Random(seed);
    ShopPlan before = anyJob(random);
    ShopPlan after = anyJob(random);

    Upgrade upgrade = UpgradeCheck.compare(before.json(), after.json());

    Set<String> left = names(before.json(), "stores");
    left.removeAll(names(after.json(), "stores"));
    Set<String> exchanges = names(before.json(), "exchanges");
    exchanges.removeAll(names(after.json(), "exchanges"));
    if (upgrade.verdict() == Verdict.IN_PLACE) {
      assertThat(left).as("seed %d", seed).isEmpty();
      assertThat(exchanges).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void shouldHaveACaseForEachVerdictOfEachRule() {
    Map<String, Set<Verdict>> shown = new HashMap<>();
    UpgradeCase.all()
        .forEach(
            upgrade ->
                shown
                    .computeIfAbsent(upgrade.rule().getSimpleName(), rule -> new TreeSet<>())
                    .add(upgrade.verdict()));
    Set<String> tested =
        Set.of( // by tests of their own, below
            "FormatIsKnown",
            "PlanIsWhole",
            "NoStoreIsLeftBehind",
            "InputKeepsItsPartitions",
            "OutputPartitionsMayChange",
            "ExchangeKeepsItsPartitions");

    for (UpgradeRule rule : UpgradeCheck.RULES) {
      String name = rule.getClass().getSimpleName();
      if (!tested.contains(name)) {
        assertThat(shown.get(name)).as(name).isEqualTo(rule.verdicts());
      }
    }
  }

  @Test
  void shouldNotSeeWordsInASchemaOfStateAndExchanges() {
    ShopPlan before = ShopPlan.usual().with("key", "item1").with("aggregation", "item1");
    ShopPlan after =
        before.with("element", "item1doc").with("key", "item1doc").with("aggregation", "item1doc");

    assertThat(before.json()).isNotEqualTo(after.json());
    assertThat(UpgradeCheck.compare(before.json(), after.json()).changes()).isEmpty();
  }

  @Test
  void shouldRefuseAFormatThatIsNotKnown() {
    ObjectNode candidate = ShopPlan.usual().json().put("format", 99);
    JsonNode running = ShopPlan.usual().json();

    PlanChange newer = only(UpgradeCheck.compare(running, candidate));
    assertThat(newer.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(newer.what()).isEqualTo("the new plan has format 99, this engine knows 1");
    PlanChange older = only(UpgradeCheck.compare(candidate, running));
    assertThat(older.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(older.reason()).contains("another version");
  }

  @Test
  void shouldReplayWhatWasPlannedBeforeFormatsWereCounted() {
    ObjectNode running = ShopPlan.usual().json();
    running.remove("format");

    assertThat(only(UpgradeCheck.compare(running, ShopPlan.usual().json())).verdict())
        .isEqualTo(Verdict.NEEDS_REPLAY);
  }

  @Test
  void shouldSayWhatAPlanDoesNotSay() {
    JsonNode whole = ShopPlan.usual().json();
    ObjectNode partial = ShopPlan.usual().json();
    partial.remove("sources");
    partial.get("stores").forEach(store -> ((ObjectNode) store).remove("accumulator"));

    PlanChange running = only(UpgradeCheck.compare(partial, whole), Verdict.NEEDS_REPLAY);
    assertThat(running.what())
        .isEqualTo("the running plan does not say: sources, windows/revenue/accumulator");
    PlanChange candidate = only(UpgradeCheck.compare(whole, partial), Verdict.REFUSED);
    assertThat(candidate.remedy()).isEqualTo("plan the jar again");
  }

  @Test
  void shouldKeepStoresOfKindsThatItDoesNotKnow() {
    ObjectNode running = ShopPlan.usual().json();
    ((ArrayNode) running.get("stores"))
        .addObject()
        .put("name", "seen-keys")
        .put("content", "keys")
        .put("of", "orders");
    ObjectNode other = ShopPlan.usual().json();
    ((ArrayNode) other.get("stores"))
        .addObject()
        .put("name", "seen-keys")
        .put("content", "values")
        .put("of", "orders");

    PlanChange removed = only(UpgradeCheck.compare(running, ShopPlan.usual().json()));
    assertThat(removed.toString())
        .startsWith("store seen-keys: is removed (its state would be left behind)");
    assertThat(removed.verdict()).isEqualTo(Verdict.NEEDS_REPLAY);
    assertThat(only(UpgradeCheck.compare(running, other)).what())
        .isEqualTo("changed from keys to values");
  }

  @Test
  void shouldReplayWhenAnInputHasOtherPartitions() {
    for (String topic : List.of("orders", "users")) {
      List<PlanChange> changes = comparePartitions(Map.of(topic, 8));

      assertThat(changes)
          .as(topic)
          .first()
          .satisfies(
              change -> {
                assertThat(change.where()).endsWith(" " + topic);
                assertThat(change.what()).isEqualTo("has 8 partitions now, 4 when the run began");
                assertThat(change.verdict()).isEqualTo(Verdict.NEEDS_REPLAY);
              });
    }
  }

  @Test
  void shouldReplayWhenAnExchangeWouldGetOtherPartitions() {
    assertThat(comparePartitions(Map.of("results", 8)))
        .extracting(PlanChange::where, PlanChange::verdict)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("exchange revenue", Verdict.NEEDS_REPLAY),
            org.assertj.core.groups.Tuple.tuple("topic results", Verdict.IN_PLACE));
  }

  @Test
  void shouldFollowAnotherTopicOfAsManyPartitionsInPlace() {
    JsonNode before = ShopPlan.usual().json();
    JsonNode after = ShopPlan.usual().with("output", "elsewhere").json();

    // as many as the source has, where the topic is still to be created
    assertThat(UpgradeCheck.compare(before, FOUR_EACH, after, FOUR_EACH).verdict())
        .isEqualTo(Verdict.IN_PLACE);
    Map<String, Integer> existing = new HashMap<>(FOUR_EACH);
    existing.put("elsewhere", 6);
    assertThat(UpgradeCheck.compare(before, FOUR_EACH, after, existing).changes().get(0).what())
        .isEqualTo("gets 6 partitions as topic elsewhere, where it had 4");
  }

  @Test
  void shouldSayWhatItCantSee() {
    JsonNode plan = ShopPlan.usual().json();

    assertThat(UpgradeCheck.compare(plan, FOUR_EACH, plan, FOUR_EACH).notes())
        .containsExactly(UpgradeCheck.FUNCTIONS);
    assertThat(UpgradeCheck.compare(plan, plan).notes())
        .containsExactly(UpgradeCheck.FUNCTIONS, UpgradeCheck.PARTITIONS);
  }

  @Test
  void shouldPutTheGravestChangeFirst() {
    ShopPlan before = ShopPlan.usual();
    ShopPlan after = before.with("limit", "20").with("output-key", "long").with("size", "600");

    Upgrade upgrade = UpgradeCheck.compare(before.json(), after.json());

    assertThat(upgrade.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(upgrade.changes())
        .extracting(PlanChange::verdict)
        .containsExactly(Verdict.REFUSED, Verdict.NEEDS_REPLAY, Verdict.IN_PLACE);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shouldSurviveAnyDocument(long seed) {
    Random random = new Random(seed);
    JsonNode whole = anyJob(random).json();
    JsonNode broken = broken(anyJob(random).json(), random);

    assertThat(UpgradeCheck.compare(broken, whole).notes()).isNotEmpty();
    assertThat(UpgradeCheck.compare(whole, broken).notes()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void shouldWriteOneLineForEachThing(Verdict verdict) {
    for (UpgradeCase upgrade : UpgradeCase.all()) {
      ShopPlan before = upgrade.before().apply(ShopPlan.usual());
      if (upgrade.verdict() == verdict && upgrade.needs().test(before)) {
        for (PlanChange change : change(upgrade, before).changes()) {
          assertThat(List.of(change.where(), change.what(), change.reason(), change.remedy()))
              .allMatch(text -> !text.isBlank() && !text.contains("\n") && !text.contains("null"));
        }
      }
    }
  }

  private static void assertFound(UpgradeCase upgrade, ShopPlan before) {
    UpgradeRule rule = rule(upgrade.rule());
    JsonNode running = before.json();
    JsonNode candidate = upgrade.change().apply(before).json();
    Upgrade found = UpgradeCheck.compare(running, candidate);
    List<PlanChange> byTheRule =
        rule.changes(new PlanDocument(running, Map.of()), new PlanDocument(candidate, Map.of()));

    assertThat(byTheRule)
        .as("%s in %s", upgrade, found.changes())
        .anyMatch(
            change ->
                change.verdict() == upgrade.verdict()
                    && change.where().equals(upgrade.where())
                    && change.what().contains(upgrade.words()));
    assertThat(found.changes()).containsAll(byTheRule);
    assertThat(found.verdict())
        .isEqualTo(
            found.changes().stream()
                .map(PlanChange::verdict)
                .max(Verdict::compareTo)
                .orElseThrow());
    assertThat(rule.verdicts()).containsAll(byTheRule.stream().map(PlanChange::verdict).toList());
  }

  private static Upgrade change(UpgradeCase upgrade, ShopPlan before) {
    return UpgradeCheck.compare(before.json(), upgrade.change().apply(before).json());
  }

  private static UpgradeRule rule(Class<? extends UpgradeRule> type) {
    return UpgradeCheck.RULES.stream().filter(type::isInstance).findFirst().orElseThrow();
  }

  private static ShopPlan withoutWindow(ShopPlan shop) {
    return shop.with("window", ShopPlan.NONE).with("window-behind", ShopPlan.NONE);
  }

  private static ShopPlan anyJob(Random random) {
    ShopPlan shop = one(ShopPlan.usual(), random, "join", "foreign", "left", "on-key", "none");
    shop = one(shop, random, "window", "revenue", "none");
    shop = one(shop, random, "window-behind", "none", "none", "daily-count");
    shop = one(shop, random, "shape", "tumbling", "session");
    shop = one(shop, random, "aggregation", "count", "min", "item1");
    shop = one(shop, random, "filter", "paid", "none");
    shop = one(shop, random, "checked", "checked", "none");
    shop = one(shop, random, "late", "too-late", "none");
    shop = one(shop, random, "other-source", "clicks", "none");
    shop = one(shop, random, "element", "item1", "string");
    shop = one(shop, random, "table-value", "item1", "string");
    shop = one(shop, random, "key", "string", "item1");
    shop = one(shop, random, "idle", "none", "60");
    return one(shop, random, "output-value", "item1", "string");
  }

  private static ShopPlan one(ShopPlan shop, Random random, String option, String... values) {
    return shop.with(option, values[random.nextInt(values.length)]);
  }

  /** A window needs event time, which some cases take away. */
  private static boolean isPlanned(ShopPlan shop) {
    return shop.has("event-time") || (!shop.has("window") && !shop.has("window-behind"));
  }

  private static Set<String> names(JsonNode plan, String section) {
    return new TreeSet<>(plan.get(section).findValuesAsText("name"));
  }

  private static List<PlanChange> comparePartitions(Map<String, Integer> changed) {
    Map<String, Integer> now = new HashMap<>(FOUR_EACH);
    now.putAll(changed);
    JsonNode plan = ShopPlan.usual().json();
    return UpgradeCheck.compare(plan, FOUR_EACH, plan, now).changes();
  }

  private static PlanChange only(Upgrade upgrade) {
    assertThat(upgrade.changes()).hasSize(1);
    return upgrade.changes().get(0);
  }

  /** The only change of a verdict that is about the plan itself. */
  private static PlanChange only(Upgrade upgrade, Verdict verdict) {
    List<PlanChange> changes =
        upgrade.changes().stream()
            .filter(change -> change.where().equals("plan") && change.verdict() == verdict)
            .toList();
    assertThat(changes).hasSize(1);
    return changes.get(0);
  }

  /** The document with something of it removed or replaced, at any depth. */
  private static JsonNode broken(JsonNode document, Random random) {
    JsonNode copy = document.deepCopy();
    for (int i = 0; i < 5; i++) {
      JsonNode place = copy;
      while (place.size() > 0 && random.nextInt(4) > 0) {
        List<JsonNode> children = new ArrayList<>();
        place.elements().forEachRemaining(children::add);
        JsonNode child = children.get(random.nextInt(children.size()));
        if (!child.isContainerNode()) {
          break;
        }
        place = child;
      }
      breakOne(place, random);
    }
    return copy;
  }

  private static void breakOne(JsonNode place, Random random) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode odd =
        List.of(
                json.nullNode(),
                json.numberNode(-1),
                json.textNode("odd"),
                json.arrayNode().add(7),
                json.objectNode())
            .get(random.nextInt(5));
    if (place instanceof ObjectNode object && object.size() > 0) {
      List<String> fields = new ArrayList<>();
      object.fieldNames().forEachRemaining(fields::add);
      String field = fields.get(random.nextInt(fields.size()));
      if (random.nextBoolean()) {
        object.remove(field);
      } else {
        object.set(field, odd);
      }
    } else if (place instanceof ArrayNode array && array.size() > 0) {
      array.set(random.nextInt(array.size()), odd);
    }
  }
}
