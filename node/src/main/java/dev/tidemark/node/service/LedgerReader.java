package dev.tidemark.node.service;

import dev.tidemark.node.api.JobSpec;
import dev.tidemark.node.api.LedgerView;
import dev.tidemark.topology.runtime.JobProgress;

/** The ledger of a job, as it is committed. */
final class LedgerReader {

  private final JobViews views;
  private final ProgressReaders progress;

  LedgerReader(JobViews views, ProgressReaders progress) {
    this.views = views;
    this.progress = progress;
  }

  LedgerView ledger(String name) {
    JobSpec spec = views.spec(name);
    JobProgress read = progress.read(spec);
    return new LedgerView(
        name,
        spec.applicationId(),
        read.sources().stream().map(LedgerReader::view).toList(),
        read.windows().stream().map(LedgerReader::view).toList(),
        read.waiting().stream()
            .map(w -> new LedgerView.Waiting(w.stage(), w.partition(), w.units(), w.since()))
            .toList());
  }

  private static LedgerView.Source view(JobProgress.SourcePartition source) {
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

  private static LedgerView.Window view(JobProgress.WindowState window) {
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
