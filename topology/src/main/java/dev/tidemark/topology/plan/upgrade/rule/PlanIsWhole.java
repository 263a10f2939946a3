package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.REFUSED;

import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Both plans have all fields that the other rules compare. Unknown values can't be shown to be the
 * same.
 */
public final class PlanIsWhole implements UpgradeRule {

  private static final int SHOWN_MAX = 5;
  private static final List<String> SECTIONS =
      List.of("stages", "exchanges", "stores", "sources", "topics");
  private static final List<String> EXCHANGE =
      List.of("carries", "from", "to", "key_type", "key_schema", "partitions_like");
  private static final List<String> WINDOW =
      List.of(
          "stage",
          "shape",
          "allowed_lateness_ms",
          "late_topic",
          "key_type",
          "key_schema",
          "aggregation",
          "accumulator");
  private static final List<String> TABLE =
      List.of("key_type", "key_schema", "value_type", "value_schema");
  private static final List<String> SOURCE =
      List.of("stage", "value_type", "value_schema", "event_time");

  @Override
  public String title() {
    return "what a plan does not say";
  }

  @Override
  public Set<PlanChange.Verdict> verdicts() {
    return Set.of(NEEDS_REPLAY, REFUSED);
  }

  @Override
  public List<PlanChange> changes(PlanDocument running, PlanDocument candidate) {
    List<PlanChange> changes = new ArrayList<>();
    List<String> missing = missing(running);
    if (!missing.isEmpty()) {
      changes.add(
          new PlanChange(
              NEEDS_REPLAY,
              "plan",
              "the running plan does not say: " + listed(missing),
              "what isn't known can't be shown to be the same",
              "start a new run with --from"));
    }
    missing = missing(candidate);
    if (!missing.isEmpty()) {
      changes.add(
          new PlanChange(
              REFUSED,
              "plan",
              "the new plan does not say: " + listed(missing),
              "it is not a whole plan",
              "plan the jar again"));
    }
    return changes;
  }

  private static List<String> missing(PlanDocument plan) {
    List<String> missing = new ArrayList<>();
    PlanPart whole = plan.whole();
    need(whole, "", List.of("job", "parameters"), missing);
    for (String section : SECTIONS) {
      if (!whole.json().path(section).isArray()) {
        missing.add(section);
      }
    }
    each("stages", plan.stages(), List.of("nodes"), missing);
    each("nodes", plan.nodes(), List.of("kind"), missing);
    each("exchanges", plan.exchanges(), EXCHANGE, missing);
    each("exchanges", plan.joinExchanges(), List.of("element_type", "element_schema"), missing);
    each("stores", plan.stores(), List.of("content", "of"), missing);
    each("windows", plan.windows(), WINDOW, missing);
    each("tables", plan.tables(), TABLE, missing);
    each("sources", plan.sources(), SOURCE, missing);
    each("topics", plan.topics(), List.of("role"), missing);
    each("topics", plan.outputs(), List.of("key", "value"), missing);
    return missing;
  }

  private static void each(
      String section, Map<String, PlanPart> parts, List<String> fields, List<String> missing) {
    parts.forEach((name, part) -> need(part, section + "/" + name + "/", fields, missing));
  }

  private static void need(PlanPart part, String path, List<String> fields, List<String> missing) {
    for (String field : fields) {
      if (!part.knows(field)) {
        missing.add(path + field);
      }
    }
  }

  private static String listed(List<String> missing) {
    String shown = String.join(", ", missing.subList(0, Math.min(SHOWN_MAX, missing.size())));
    int more = missing.size() - SHOWN_MAX;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
