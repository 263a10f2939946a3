package dev.tidemark.topology.plan.upgrade.rule;

import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.IN_PLACE;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.NEEDS_REPLAY;
import static dev.tidemark.topology.plan.upgrade.change.PlanChange.Verdict.REFUSED;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.MOVED;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.TABLE;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.WINDOW;
import static dev.tidemark.topology.plan.upgrade.rule.UpgradeCase.of;

import java.util.List;

/** Changes of what is between and behind the windows of a job. */
final class UpgradeCasesOfResults {
  static final List<UpgradeCase> ALL =
      List.of(
          of(
                  ExchangeIsKept.class,
                  NEEDS_REPLAY,
                  "exchange buyer",
                  "from buyer to customer",
                  "join-name",
                  "customer")
              .needs(MOVED),
          of(ExchangeIsKept.class, NEEDS_REPLAY, "exchange buyer", "is gone", "join", "on-key")
              .needs(MOVED),
          of(NewExchangeStartsEmpty.class, IN_PLACE, "exchange buyer", "is new", "join", "foreign")
              .from("join", "on-key"),
          of(
                  ExchangeKeepsItsWriter.class,
                  NEEDS_REPLAY,
                  "exchange revenue",
                  "from orders to buyer-receive",
                  "join",
                  "foreign")
              .from("join", "on-key")
              .needs(WINDOW),
          of(
                  ExchangeKeepsItsKey.class,
                  NEEDS_REPLAY,
                  "exchange buyer",
                  "from string to long",
                  "table-key",
                  "long")
              .from("table-key", "string")
              .needs(MOVED),
          of(
                  ExchangeKeepsItsElements.class,
                  NEEDS_REPLAY,
                  "exchange buyer",
                  "field b is new",
                  "element",
                  "item2")
              .from("element", "item1")
              .needs(MOVED),
          of(
                  ExchangeKeepsItsElements.class,
                  NEEDS_REPLAY,
                  "exchange buyer",
                  "from string to long",
                  "element",
                  "long")
              .from("element", "string")
              .needs(MOVED),
          of(
                  ExchangeKeepsItsPartitions.class,
                  NEEDS_REPLAY,
                  "exchange revenue",
                  "isn't known",
                  "output",
                  "elsewhere")
              .needs(WINDOW),
          of(JoinKeepsItsTable.class, IN_PLACE, "join buyer", "from inner to left", "join", "left")
              .from("join", "foreign"),
          of(
                  JoinKeepsItsTable.class,
                  IN_PLACE,
                  "join buyer",
                  "from users to people",
                  "table",
                  "people")
              .from("join", "on-key"),
          of(
                  JoinKeepsItsTable.class,
                  NEEDS_REPLAY,
                  "join buyer",
                  "from users to people",
                  "table",
                  "people")
              .needs(MOVED),
          of(OperatorsMayChange.class, IN_PLACE, "filter paid", "is new", "filter", "paid")
              .from("filter", "none"),
          of(
                  OperatorsMayChange.class,
                  IN_PLACE,
                  "map shaped",
                  "from orders to paid",
                  "filter",
                  "paid")
              .from("filter", "none"),
          of(
                  LedgerKeepsItsOperators.class,
                  IN_PLACE,
                  "filter paid",
                  "from paid to settled",
                  "filter",
                  "settled")
              .from("filter", "paid"),
          of(LedgerKeepsItsOperators.class, IN_PLACE, "filter paid", "is gone", "filter", "none")
              .from("filter", "paid"),
          of(
              OutputMayMove.class,
              IN_PLACE,
              "topic results",
              "go to topic elsewhere",
              "output",
              "elsewhere"),
          of(OutputMayMove.class, IN_PLACE, "topic checked", "gets results", "checked", "checked")
              .from("checked", "none"),
          of(
                  OutputMayMove.class,
                  IN_PLACE,
                  "topic checked",
                  "no results any more",
                  "checked",
                  "none")
              .from("checked", "checked"),
          of(
                  OutputKeepsItsKeys.class,
                  REFUSED,
                  "topic results",
                  "from string to long",
                  "output-key",
                  "long")
              .from("output-key", "string"),
          of(
                  OutputKeepsItsKeys.class,
                  REFUSED,
                  "topic results",
                  "the schema of its keys",
                  "output-key",
                  "item1doc")
              .from("output-key", "item1"),
          of(
                  OutputKeepsItsValues.class,
                  IN_PLACE,
                  "topic results",
                  "schema",
                  "output-value",
                  "item2")
              .from("output-value", "item1"),
          of(
                  OutputKeepsItsValues.class,
                  REFUSED,
                  "topic results",
                  "from string to long",
                  "output-value",
                  "long")
              .from("output-value", "string"),
          of(
                  SubjectsMayChange.class,
                  IN_PLACE,
                  "topic results",
                  "the subject of its values changed from results-value to ",
                  "subjects",
                  "RECORD_NAME")
              .from("output-value", "item1"),
          of(
                  TopicKeepsItsPurpose.class,
                  REFUSED,
                  "topic checked",
                  "was for results, is for late now",
                  "late",
                  "checked")
              .from("checked", "checked")
              .from("late", "none")
              .then("checked", "none")
              .needs(WINDOW),
          of(
                  TopicKeepsItsPurpose.class,
                  REFUSED,
                  "topic users",
                  "was for table, is for results now",
                  "output",
                  "users")
              .then("join", "none")
              .needs(TABLE),
          of(
                  TopicKeepsItsPurpose.class,
                  IN_PLACE,
                  "topic checked",
                  "was for results, is for stream now",
                  "other-source",
                  "checked")
              .from("checked", "checked")
              .from("other-source", "none")
              .then("checked", "none"),
          of(
                  TopicKeepsItsPurpose.class,
                  NEEDS_REPLAY,
                  "topic clicks",
                  "was for stream, is for table now",
                  "table",
                  "clicks")
              .from("other-source", "clicks")
              .then("other-source", "none")
              .needs(TABLE));

  private UpgradeCasesOfResults() {}
}
