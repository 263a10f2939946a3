package dev.tidemark.cli.demo;

import dev.tidemark.cli.local.ProgressTotals;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.progress.JobProgress;
import dev.tidemark.topology.progress.JobProgress.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * The output of a job of the demo, read back by a read-committed consumer, and the differences from
 * the offline computation.
 *
 * @param job the name of the job
 * @param results its results, in the order (partition, offset)
 * @param late its late records, in the same order
 * @param totals its ledger
 * @param differences what is not as it must be; empty when all is well
 */
record DemoAnswer(
    String job,
    List<TopicRecord> results,
    List<TopicRecord> late,
    ProgressTotals totals,
    List<String> differences) {

  DemoAnswer {
    results = List.copyOf(results);
    late = List.copyOf(late);
    differences = List.copyOf(differences);
  }

  /**
   * The output topics of a job, and their expected contents.
   *
   * @param answerOf the form of a result in its topic
   * @param expected the offline computation
   */
  record Question<R, T extends SpecificRecord>(
      String resultTopic,
      String lateTopic,
      Function<R, Answer> answerOf,
      Expected<R, T> expected) {}

  static <R, T extends SpecificRecord> DemoAnswer read(
      TopicReader reader, PhysicalPlan plan, JobProgress progress, Question<R, T> question) {
    Expected<R, T> expected = question.expected();
    List<TopicRecord> results = reader.read(question.resultTopic());
    List<TopicRecord> late = reader.read(question.lateTopic());
    List<String> differences = new ArrayList<>();
    compare(
        question.resultTopic(),
        expected.results().stream().map(question.answerOf()).toList(),
        results,
        differences);
    compare(
        question.lateTopic(),
        expected.late().stream().map(DemoAnswer::late).toList(),
        late,
        differences);
    int deadLetters = reader.readRaw(plan.deadLetterTopic()).size();
    if (deadLetters != expected.deadLettered().size()) {
      differences.add(
          "%s: %,d expected, %,d found"
              .formatted(plan.deadLetterTopic(), expected.deadLettered().size(), deadLetters));
    }
    ProgressTotals totals = ProgressTotals.of(progress, plan);
    differences.addAll(ledgerDifferences(plan, progress, totals, expected));
    return new DemoAnswer(plan.job(), results, late, totals, differences);
  }

  boolean verified() {
    return differences.isEmpty();
  }

  private static Answer late(SourceEvent<? extends SpecificRecord> event) {
    return Answer.ofLate(event);
  }

  private static void compare(
      String topic, List<Answer> expected, List<TopicRecord> found, List<String> differences) {
    Verification verification =
        Verification.compare(topic, expected, found.stream().map(TopicRecord::answer).toList());
    if (!verification.passed()) {
      differences.addAll(verification.report());
    }
  }

  private static List<String> ledgerDifferences(
      PhysicalPlan plan, JobProgress progress, ProgressTotals totals, Expected<?, ?> expected) {
    List<String> differences = new ArrayList<>();
    for (PartitionLedger wanted : expected.ledger()) {
      long same =
          progress.sources().stream().filter(source -> isAsExpected(source, wanted, plan)).count();
      if (same != 1) {
        differences.add(
            "%s: the ledger of partition %d is not %s"
                .formatted(plan.job(), wanted.partition(), wanted));
      }
    }
    if (!totals.balanced()) {
      differences.add(plan.job() + ": the ledger is not balanced");
    }
    if (totals.written() != expected.results().size() || totals.open() != expected.open()) {
      differences.add(
          "%s: windows written %,d, open %,d; expected %,d and %,d"
              .formatted(
                  plan.job(),
                  totals.written(),
                  totals.open(),
                  expected.results().size(),
                  expected.open()));
    }
    return differences;
  }

  private static boolean isAsExpected(
      SourcePartition source, PartitionLedger wanted, PhysicalPlan plan) {
    boolean isTable =
        plan.tables().stream().anyMatch(table -> table.topic().equals(source.topic()));
    return !isTable
        && source.partition() == wanted.partition()
        && source.read() == wanted.read()
        && source.filtered() == wanted.filtered()
        && source.late() == wanted.late()
        && source.deadLettered() == wanted.deadLettered()
        && source.counted() == wanted.counted();
  }
}
