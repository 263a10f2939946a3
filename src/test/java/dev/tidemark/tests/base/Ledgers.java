package dev.tidemark.tests.base;

import dev.tidemark.cli.demo.PartitionLedger;
import dev.tidemark.client.api.progress.LedgerView;
import java.util.Comparator;
import java.util.List;

/** What nodes say became of every event. */
public final class Ledgers {

  private Ledgers() {}

  /** By partition, for one topic that goes to one output. */
  public static List<PartitionLedger> of(LedgerView view, String topic) {
    return view.sources().stream()
        .filter(source -> source.topic().equals(topic))
        .sorted(Comparator.comparing(LedgerView.Source::partition))
        .map(
            source ->
                new PartitionLedger(
                    source.partition(),
                    source.read(),
                    source.filtered(),
                    source.late(),
                    source.deadLetters(),
                    source.counted()))
        .toList();
  }
}
