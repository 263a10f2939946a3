package dev.tidemark.worker.view;

import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.topology.progress.JobProgress;

/** The ledger of a job as a record of the REST API. */
public final class LedgerViews {
  private LedgerViews() {}

  /** Converts the committed progress of a run. */
  public static LedgerView of(String job, String applicationId, JobProgress progress) {
    return new LedgerView(
        job,
        applicationId,
        progress.sources().stream().map(LedgerViews::source).toList(),
        progress.windows().stream().map(LedgerViews::window).toList(),
        progress.waiting().stream()
            .map(w -> new LedgerView.Waiting(w.stage(), w.partition(), w.units(), w.since()))
            .toList());
  }

  private static LedgerView.Source source(JobProgress.SourcePartition source) {
    return new LedgerView.Source(
        source.topic(),
        source.partition(),
        source.output(),
        source.position(),
        source.watermark().orElse(null),
        source.idle(),
        source.read(),
        source.expanded(),
        source.filtered(),
        source.late(),
        source.deadLettered(),
        source.skipped(),
        source.counted(),
        source.balanced());
  }

  private static LedgerView.Window window(JobProgress.WindowState window) {
    return new LedgerView.Window(
        window.name(),
        window.watermark().orElse(null),
        window.written(),
        window.failed(),
        window.incomplete(),
        window.open(),
        window.allIdle());
  }
}
