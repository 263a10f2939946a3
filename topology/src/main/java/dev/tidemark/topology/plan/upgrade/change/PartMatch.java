package dev.tidemark.topology.plan.upgrade.change;

import dev.tidemark.topology.plan.document.PlanPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Parts of two plans side by side, by their names.
 *
 * @param both those that both plans have
 * @param removed those of the running plan alone
 * @param added those of the candidate alone
 */
public record PartMatch(List<Pair> both, List<PlanPart> removed, List<PlanPart> added) {

  /** The parts with one name in both plans. */
  public record Pair(String name, PlanPart before, PlanPart after) {}

  public static PartMatch of(Map<String, PlanPart> running, Map<String, PlanPart> candidate) {
    List<Pair> both = new ArrayList<>();
    List<PlanPart> removed = new ArrayList<>();
    running.forEach(
        (name, before) -> {
          PlanPart after = candidate.get(name);
          if (after == null) {
            removed.add(before);
          } else {
            both.add(new Pair(name, before, after));
          }
        });
    List<PlanPart> added =
        candidate.values().stream().filter(part -> !running.containsKey(part.name())).toList();
    return new PartMatch(both, removed, added);
  }

  /**
   * The removed parts that probably are only called otherwise now, each with its new name: the
   * first added part that is like it and not yet taken.
   */
  public Map<String, String> renamed(BiPredicate<PlanPart, PlanPart> alike) {
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new LinkedHashSet<>();
    for (PlanPart before : removed) {
      added.stream()
          .filter(after -> !taken.contains(after.name()) && alike.test(before, after))
          .findFirst()
          .ifPresent(
              after -> {
                taken.add(after.name());
                names.put(before.name(), after.name());
              });
    }
    return names;
  }
}
