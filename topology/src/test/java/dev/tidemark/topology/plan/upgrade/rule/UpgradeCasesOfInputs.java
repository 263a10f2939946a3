package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.REFUSED;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.EVENT_TIME;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.NO_WINDOW;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.TABLE;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.of;

import java.util.List;

/** Changes of what a job reads. */
final class UpgradeCasesOfInputs {
  static final List<UpgradeCase> ALL =
      List.of(
          of(JobKeepsItsName.class, REFUSED, "job shop", "job market", "job", "market"),
          of(
              ParametersMayChange.class,
              IN_PLACE,
              "parameter limit",
              "from 10 to 20",
              "limit",
              "20"),
          of(
              ErrorPolicyMayChange.class,
              IN_PLACE,
              "job shop",
              "another policy for errors",
              "on-error",
              "skip"),
          of(
                  ErrorPolicyMayChange.class,
                  IN_PLACE,
                  "step shaped",
                  "another policy for errors",
                  "on-filter-error",
                  "fail")
              .from("on-filter-error", "skip")
              .from("retries", "none"),
          of(
                  ErrorPolicyMayChange.class,
                  IN_PLACE,
                  "step shaped",
                  "another policy for errors",
                  "retries",
                  "0")
              .from("retries", "3")
              .from("on-filter-error", "none"),
          of(
                  ParkedElementsAreNotLeftBehind.class,
                  NEEDS_REPLAY,
                  "stage orders",
                  "retries nothing any more",
                  "retries",
                  "none")
              .from("retries", "3")
              .from("on-filter-error", "none")
              .from("source", "orders"),
          of(SourceIsKept.class, NEEDS_REPLAY, "stream orders", "renamed", "source", "purchases"),
          of(
                  SourceIsKept.class,
                  NEEDS_REPLAY,
                  "stream clicks",
                  "no longer read",
                  "other-source",
                  "none")
              .from("other-source", "clicks"),
          of(
                  NewSourceStartsAtItsBeginning.class,
                  IN_PLACE,
                  "stream clicks",
                  "is new",
                  "other-source",
                  "clicks")
              .from("other-source", "none"),
          of(
                  SourceKeepsItsType.class,
                  IN_PLACE,
                  "stream orders",
                  "field b is new",
                  "source-type",
                  "item2")
              .from("source-type", "item1"),
          of(
                  SourceKeepsItsType.class,
                  IN_PLACE,
                  "stream orders",
                  "from string to long",
                  "source-type",
                  "long")
              .from("source-type", "string"),
          of(
                  OutOfOrdernessIsNotLengthened.class,
                  IN_PLACE,
                  "stream orders",
                  "from 10s to 5s",
                  "out-of-order",
                  "5")
              .from("out-of-order", "10")
              .needs(EVENT_TIME),
          of(
                  OutOfOrdernessIsNotLengthened.class,
                  NEEDS_REPLAY,
                  "stream orders",
                  "from 10s to 15s",
                  "out-of-order",
                  "15")
              .from("out-of-order", "10")
              .needs(EVENT_TIME),
          of(
                  EventTimeMayChange.class,
                  IN_PLACE,
                  "stream orders",
                  "idleAfter changed from none to 1m",
                  "idle",
                  "60")
              .from("idle", "none")
              .needs(EVENT_TIME),
          of(
                  EventTimeMayChange.class,
                  IN_PLACE,
                  "stream orders",
                  "maxAhead changed from 1h to none",
                  "ahead",
                  "none")
              .from("ahead", "3600")
              .needs(EVENT_TIME),
          of(
                  EventTimeMayChange.class,
                  IN_PLACE,
                  "stream orders",
                  "has event time",
                  "event-time",
                  "stated")
              .from("event-time", "none")
              .needs(NO_WINDOW),
          of(
                  EventTimeMayChange.class,
                  IN_PLACE,
                  "stream orders",
                  "has no event time",
                  "event-time",
                  "none")
              .needs(EVENT_TIME.and(NO_WINDOW)),
          of(
                  TableIsKept.class,
                  NEEDS_REPLAY,
                  "table users",
                  "topic people is read instead",
                  "table",
                  "people")
              .needs(TABLE),
          of(TableIsKept.class, NEEDS_REPLAY, "table users", "no longer joined", "join", "none")
              .needs(TABLE),
          of(NewTableIsReadFirst.class, IN_PLACE, "table users", "is new", "join", "on-key")
              .from("join", "none"),
          of(
                  TasksMayBeRenumbered.class,
                  IN_PLACE,
                  "tasks",
                  "table users + orders",
                  "join",
                  "on-key")
              .from("join", "none"),
          of(TasksMayBeRenumbered.class, IN_PLACE, "tasks", "are renumbered", "other-first", "yes")
              .from("other-first", "no")
              .from("other-source", "clicks")
              .needs(shop -> !shop.get("join").equals("on-key")),
          of(
                  TableKeepsItsKey.class,
                  NEEDS_REPLAY,
                  "table users",
                  "from string to long",
                  "table-key",
                  "long")
              .from("table-key", "string")
              .needs(TABLE),
          of(
                  TableKeepsItsKey.class,
                  NEEDS_REPLAY,
                  "table users",
                  "written otherwise",
                  "table-key",
                  "item1doc")
              .from("table-key", "item1")
              .needs(TABLE),
          of(
                  TableKeepsItsValues.class,
                  IN_PLACE,
                  "table users",
                  "field b is gone",
                  "table-value",
                  "item1")
              .from("table-value", "item2")
              .needs(TABLE),
          of(
                  TableKeepsItsValues.class,
                  NEEDS_REPLAY,
                  "table users",
                  "from string to long",
                  "table-value",
                  "long")
              .from("table-value", "string")
              .needs(TABLE));

  private UpgradeCasesOfInputs() {}
}
