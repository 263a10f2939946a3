package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.CORRECTABLE;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.EVENT_TIME;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.WINDOW;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.of;

import java.util.List;

/** Changes of the windows of a job. */
final class UpgradeCasesOfWindows {
  static final List<UpgradeCase> ALL =
      List.of(
          of(
                  NewWindowIsWhole.class,
                  IN_PLACE,
                  "window other",
                  "as its stream clicks is",
                  "other-source",
                  "clicks")
              .from("other-source", "none"),
          of(
                  WindowKeepsItsName.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "from revenue to sales",
                  "window",
                  "sales")
              .needs(WINDOW),
          of(WindowKeepsItsName.class, NEEDS_REPLAY, "window revenue", "is gone", "window", "none")
              .needs(WINDOW),
          of(
                  NewWindowIsWhole.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "which is read already",
                  "window",
                  "revenue")
              .from("window", "none")
              .needs(EVENT_TIME),
          of(
                  NewWindowIsWhole.class,
                  NEEDS_REPLAY,
                  "window daily-count",
                  "which is read already",
                  "window-behind",
                  "daily-count")
              .from("window-behind", "none")
              .needs(EVENT_TIME),
          of(
                  WindowKeepsItsKey.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "from string to long",
                  "key",
                  "long")
              .from("key", "string")
              .needs(WINDOW),
          of(
                  WindowKeepsItsKey.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "field b is new",
                  "key",
                  "item2")
              .from("key", "item1")
              .needs(WINDOW),
          of(
                  WindowKeepsItsShape.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "from tumbling to session",
                  "shape",
                  "session")
              .from("shape", "tumbling")
              .needs(WINDOW),
          of(
                  WindowKeepsItsShape.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "size changed from 5m to 10m",
                  "size",
                  "600")
              .from("shape", "tumbling")
              .needs(WINDOW),
          of(
                  WindowKeepsItsShape.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "gap changed from 5m to 10m",
                  "size",
                  "600")
              .from("shape", "session")
              .needs(WINDOW),
          of(
                  WindowKeepsItsAccumulator.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "from int64 to optional long",
                  "aggregation",
                  "max")
              .from("aggregation", "count")
              .needs(WINDOW),
          of(
                  WindowKeepsItsAccumulator.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "(field b is new)",
                  "aggregation",
                  "item2")
              .from("aggregation", "item1")
              .needs(WINDOW),
          of(
                  WindowKeepsItsAggregation.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "from min to max",
                  "aggregation",
                  "max")
              .from("aggregation", "min")
              .needs(WINDOW),
          of(
                  AllowedLatenessIsNotLengthened.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "from 1m to 2m",
                  "lateness",
                  "120")
              .from("lateness", "60")
              .needs(WINDOW),
          of(
                  AllowedLatenessIsNotLengthened.class,
                  IN_PLACE,
                  "window revenue",
                  "from 1m to 0s",
                  "lateness",
                  "0")
              .from("lateness", "60")
              .from("shape", "tumbling")
              .from("window-behind", "none")
              .needs(WINDOW),
          of(
                  AllowedLatenessIsNotLengthened.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "from 1m to 0s",
                  "lateness",
                  "0")
              .from("lateness", "60")
              .from("window-behind", "daily-count")
              .needs(WINDOW),
          of(
                  AllowedLatenessIsNotLengthened.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "from 1m to 0s",
                  "lateness",
                  "0")
              .from("lateness", "60")
              .from("shape", "session")
              .needs(WINDOW),
          of(
                  LateTopicMayChange.class,
                  IN_PLACE,
                  "window revenue",
                  "from none to too-late",
                  "late",
                  "too-late")
              .from("late", "none")
              .needs(WINDOW),
          of(
                  LateTopicMayChange.class,
                  IN_PLACE,
                  "window revenue",
                  "from too-late to none",
                  "late",
                  "none")
              .from("late", "too-late")
              .needs(WINDOW),
          of(
                  CorrectionsMayChange.class,
                  IN_PLACE,
                  "window revenue",
                  "from none to 10m",
                  "correctable",
                  "600")
              .needs(CORRECTABLE),
          of(
                  CorrectionsMayChange.class,
                  IN_PLACE,
                  "window revenue",
                  "from 10m to 5m",
                  "correctable",
                  "300")
              .from("correctable", "600")
              .needs(CORRECTABLE),
          of(
                  CorrectionsMayChange.class,
                  NEEDS_REPLAY,
                  "window revenue",
                  "from 10m to none",
                  "correctable",
                  "none")
              .from("correctable", "600")
              .needs(CORRECTABLE));

  private UpgradeCasesOfWindows() {}
}
