package dev.tidemark.topology.plan.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.explain.Explanation;
import dev.tidemark.topology.plan.upgrade.change.PlanChange;
import dev.tidemark.topology.plan.upgrade.change.UpgradeRule;
import dev.tidemark.topology.plan.upgrade.rule.AllowedLatenessIsNotLengthened;
import dev.tidemark.topology.plan.upgrade.rule.CorrectionsMayChange;
import dev.tidemark.topology.plan.upgrade.rule.ErrorPolicyMayChange;
import dev.tidemark.topology.plan.upgrade.rule.EventTimeMayChange;
import dev.tidemark.topology.plan.upgrade.rule.ExchangeIsKept;
import dev.tidemark.topology.plan.upgrade.rule.ExchangeKeepsItsElements;
import dev.tidemark.topology.plan.upgrade.rule.ExchangeKeepsItsKey;
import dev.tidemark.topology.plan.upgrade.rule.ExchangeKeepsItsPartitions;
import dev.tidemark.topology.plan.upgrade.rule.ExchangeKeepsItsWriter;
import dev.tidemark.topology.plan.upgrade.rule.FormatIsKnown;
import dev.tidemark.topology.plan.upgrade.rule.InputKeepsItsPartitions;
import dev.tidemark.topology.plan.upgrade.rule.JobKeepsItsName;
import dev.tidemark.topology.plan.upgrade.rule.JoinKeepsItsTable;
import dev.tidemark.topology.plan.upgrade.rule.LateTopicMayChange;
import dev.tidemark.topology.plan.upgrade.rule.LedgerKeepsItsOperators;
import dev.tidemark.topology.plan.upgrade.rule.NewExchangeStartsEmpty;
import dev.tidemark.topology.plan.upgrade.rule.NewSourceStartsAtItsBeginning;
import dev.tidemark.topology.plan.upgrade.rule.NewTableIsReadFirst;
import dev.tidemark.topology.plan.upgrade.rule.NewWindowIsWhole;
import dev.tidemark.topology.plan.upgrade.rule.NoStoreIsLeftBehind;
import dev.tidemark.topology.plan.upgrade.rule.OperatorsMayChange;
import dev.tidemark.topology.plan.upgrade.rule.OutOfOrdernessIsNotLengthened;
import dev.tidemark.topology.plan.upgrade.rule.OutputKeepsItsKeys;
import dev.tidemark.topology.plan.upgrade.rule.OutputKeepsItsValues;
import dev.tidemark.topology.plan.upgrade.rule.OutputMayMove;
import dev.tidemark.topology.plan.upgrade.rule.OutputPartitionsMayChange;
import dev.tidemark.topology.plan.upgrade.rule.ParametersMayChange;
import dev.tidemark.topology.plan.upgrade.rule.ParkedElementsAreNotLeftBehind;
import dev.tidemark.topology.plan.upgrade.rule.PlanIsWhole;
import dev.tidemark.topology.plan.upgrade.rule.SourceIsKept;
import dev.tidemark.topology.plan.upgrade.rule.SourceKeepsItsType;
import dev.tidemark.topology.plan.upgrade.rule.SubjectsMayChange;
import dev.tidemark.topology.plan.upgrade.rule.TableIsKept;
import dev.tidemark.topology.plan.upgrade.rule.TableKeepsItsKey;
import dev.tidemark.topology.plan.upgrade.rule.TableKeepsItsValues;
import dev.tidemark.topology.plan.upgrade.rule.TasksMayBeRenumbered;
import dev.tidemark.topology.plan.upgrade.rule.TopicKeepsItsPurpose;
import dev.tidemark.topology.plan.upgrade.rule.WindowKeepsItsAccumulator;
import dev.tidemark.topology.plan.upgrade.rule.WindowKeepsItsAggregation;
import dev.tidemark.topology.plan.upgrade.rule.WindowKeepsItsKey;
import dev.tidemark.topology.plan.upgrade.rule.WindowKeepsItsName;
import dev.tidemark.topology.plan.upgrade.rule.WindowKeepsItsShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks whether a job can continue under another plan: compares two plans as {@link
 * Explanation#json} wrote them, rule by rule. Pure: no I/O. docs/upgrade.md describes these rules.
 *
 * <p>The workers of the old plan must have stopped before the first of the new one starts; two
 * plans in one consumer group are never compatible.
 */
public final class UpgradeCheck {

  /** The note about changes that no rule can see. */
  public static final String FUNCTIONS =
      "code inside functions (filters, maps, keys, event times, results) is not compared: if it"
          + " changed, it applies to what is read from now on, and open windows keep what they took"
          + " in";

  public static final String PARTITIONS =
      "how many partitions the topics have is not known, and was not compared";

  /**
   * All rules, from the whole to the parts. None relies on another one, so that every change is
   * reported at once.
   */
  public static final List<UpgradeRule> RULES =
      List.of(
          new FormatIsKnown(),
          new PlanIsWhole(),
          new JobKeepsItsName(),
          new ParametersMayChange(),
          new ErrorPolicyMayChange(),
          new ParkedElementsAreNotLeftBehind(),
          new TopicKeepsItsPurpose(),
          new SourceIsKept(),
          new NewSourceStartsAtItsBeginning(),
          new SourceKeepsItsType(),
          new OutOfOrdernessIsNotLengthened(),
          new EventTimeMayChange(),
          new InputKeepsItsPartitions(),
          new TableIsKept(),
          new NewTableIsReadFirst(),
          new TableKeepsItsKey(),
          new TableKeepsItsValues(),
          new WindowKeepsItsName(),
          new NewWindowIsWhole(),
          new WindowKeepsItsKey(),
          new WindowKeepsItsShape(),
          new WindowKeepsItsAccumulator(),
          new WindowKeepsItsAggregation(),
          new AllowedLatenessIsNotLengthened(),
          new LateTopicMayChange(),
          new CorrectionsMayChange(),
          new ExchangeIsKept(),
          new NewExchangeStartsEmpty(),
          new ExchangeKeepsItsKey(),
          new ExchangeKeepsItsElements(),
          new ExchangeKeepsItsWriter(),
          new ExchangeKeepsItsPartitions(),
          new NoStoreIsLeftBehind(),
          new TasksMayBeRenumbered(),
          new JoinKeepsItsTable(),
          new OperatorsMayChange(),
          new LedgerKeepsItsOperators(),
          new OutputMayMove(),
          new OutputKeepsItsKeys(),
          new OutputKeepsItsValues(),
          new OutputPartitionsMayChange(),
          new SubjectsMayChange());

  private UpgradeCheck() {}

  /** {@link #compare(JsonNode, Map, JsonNode, Map)} where no number of partitions is known. */
  public static Upgrade compare(JsonNode running, JsonNode candidate) {
    return compare(running, Map.of(), candidate, Map.of());
  }

  /**
   * Compares the plan that runs with the one that is to take its place. Never fails, whatever the
   * documents hold: what can't be read is reported as unknown.
   *
   * @param runningPartitions how many partitions each topic of the running plan had when its run
   *     began
   * @param candidatePartitions how many each topic of the new plan has now, where it exists
   */
  public static Upgrade compare(
      JsonNode running,
      Map<String, Integer> runningPartitions,
      JsonNode candidate,
      Map<String, Integer> candidatePartitions) {
    return compare(
        new PlanDocument(running, runningPartitions),
        new PlanDocument(candidate, candidatePartitions));
  }

  public static Upgrade compare(PlanDocument before, PlanDocument after) {
    List<PlanChange> changes = new ArrayList<>();
    RULES.forEach(rule -> changes.addAll(rule.changes(before, after)));
    List<String> notes = new ArrayList<>(List.of(FUNCTIONS));
    if (before.partitions().isEmpty() || after.partitions().isEmpty()) {
      notes.add(PARTITIONS);
    }
    return new Upgrade(changes, notes);
  }
}
