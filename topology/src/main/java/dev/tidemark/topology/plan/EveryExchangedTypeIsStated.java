package dev.tidemark.topology.plan;

import java.util.ArrayList;
import java.util.List;

/** What goes through an exchange has a type that says how it becomes bytes. */
final class EveryExchangedTypeIsStated implements Check {

  @Override
  public List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Node.Join join : plan.all(Node.Join.class)) {
      if (join.joinKey() != Node.JoinKey.FOREIGN) {
        continue;
      }
      Node maker = PlaceExchangeBeforeForeignJoin.maker(plan, join);
      if (ElementType.of(maker).isEmpty()) {
        problems.add(
            new Problem(
                Problem.Code.TYPE_MISSING,
                Where.is(join),
                "goes through an exchange, but the type of what "
                    + Where.is(maker)
                    + " makes is not stated",
                remedy(maker)));
      }
    }
    return problems;
  }

  private static String remedy(Node maker) {
    if (maker instanceof Node.MapElements) {
      return "write map(\"" + Names.stated(maker.id()) + "\", TYPE, ...)";
    }
    if (maker instanceof Node.FlatMapElements) {
      return "write flatMap(\"" + Names.stated(maker.id()) + "\", TYPE, ...)";
    }
    return "add .as(TYPE) after " + Where.is(maker);
  }
}
