package dev.tidemark.topology.plan.upgrade.rule;

import dev.tidemark.topology.plan.ShopPlan;
import dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A change of a job, and what it means.
 *
 * @param rule the rule that must find it
 * @param where the part that it must name
 * @param words what the change must say
 * @param needs which jobs can be changed so, and are judged so
 */
record UpgradeCase(
    Class<? extends UpgradeRule> rule,
    Verdict verdict,
    String where,
    String words,
    Predicate<ShopPlan> needs,
    UnaryOperator<ShopPlan> before,
    UnaryOperator<ShopPlan> change) {

  private static final Predicate<ShopPlan> ANY = shop -> true;
  static final Predicate<ShopPlan> WINDOW = shop -> shop.has("window");
  static final Predicate<ShopPlan> CORRECTABLE =
      WINDOW.and(shop -> shop.get("shape").equals("tumbling") && !shop.has("window-behind"));
  static final Predicate<ShopPlan> NO_WINDOW =
      shop -> !shop.has("window") && !shop.has("window-behind");
  static final Predicate<ShopPlan> TABLE = shop -> shop.has("join");
  static final Predicate<ShopPlan> MOVED =
      shop -> shop.get("join").equals("foreign") || shop.get("join").equals("left");
  static final Predicate<ShopPlan> EVENT_TIME = shop -> shop.has("event-time");
  private static final UnaryOperator<ShopPlan> AS_IT_IS = shop -> shop;

  /** Every change that a job can make; each verdict of each rule is there. */
  static List<UpgradeCase> all() {
    return Stream.of(UpgradeCasesOfInputs.ALL, UpgradeCasesOfWindows.ALL, UpgradeCasesOfResults.ALL)
        .flatMap(List::stream)
        .toList();
  }

  static UpgradeCase of(
      Class<? extends UpgradeRule> rule,
      Verdict verdict,
      String where,
      String words,
      String option,
      String value) {
    return new UpgradeCase(
        rule, verdict, where, words, ANY, AS_IT_IS, shop -> shop.with(option, value));
  }

  /** The same for jobs that have an option set so before. */
  UpgradeCase from(String option, String value) {
    return new UpgradeCase(
        rule, verdict, where, words, needs, shop -> before.apply(shop).with(option, value), change);
  }

  /** The same with another change besides. */
  UpgradeCase then(String option, String value) {
    return new UpgradeCase(
        rule, verdict, where, words, needs, before, shop -> change.apply(shop).with(option, value));
  }

  UpgradeCase needs(Predicate<ShopPlan> more) {
    return new UpgradeCase(rule, verdict, where, words, needs.and(more), before, change);
  }

  @Override
  public String toString() {
    return rule.getSimpleName() + ": " + where + " " + words + " -> " + verdict;
  }
}
