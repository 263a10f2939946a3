package dev.tidemark.topology.plan.check;

import dev.tidemark.topology.plan.LogicalPlan;
import dev.tidemark.topology.plan.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * All invariants. None relies on another one to hold, so that every problem is reported at once.
 */
public final class Checks {

  private static final List<Check> ALL =
      List.of(
          new NamesAreLegal(),
          new TopicNamesAreLegal(),
          new NamesAreUnique(),
          new TopicIsReadOnce(),
          new NoTopicIsBothReadAndWritten(),
          new EachTopicIsWrittenForOnePurpose(),
          new JobReadsAStream(),
          new EveryStreamEnds(),
          new EveryTableIsJoined(),
          new EveryWindowHasEventTime(),
          new EveryExchangedTypeIsStated(),
          new OnlyWholeElementsAreWritten(),
          new JoinOnKeyIsWhereTheSourcePutIt(),
          new SizesArePositive(),
          new LatenessIsNotNegative(),
          new CorrectedResultsReachNoWindow(),
          new OutOfOrdernessIsNotNegative(),
          new IdlenessIsPositive(),
          new MaxAheadIsPositive(),
          new RetriesEnd(),
          new RetryDelaysAreShort(),
          new FailAboveIsCounted(),
          new DurationsAreWholeMilliseconds(),
          new ParametersAreKnown(),
          new ParameterValuesFit());

  private Checks() {}

  public static List<Problem> problems(LogicalPlan plan) {
    List<Problem> problems = new ArrayList<>(plan.statements().misuse());
    ALL.forEach(check -> problems.addAll(check.problems(plan)));
    return problems;
  }
}
