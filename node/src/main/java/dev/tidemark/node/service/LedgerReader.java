package dev.tidemark.node.service;

import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.worker.view.LedgerViews;

/** Reads the committed ledger of a job. */
final class LedgerReader {

  private final JobViews views;
  private final ProgressReaders progress;

  LedgerReader(JobViews views, ProgressReaders progress) {
    this.views = views;
    this.progress = progress;
  }

  LedgerView ledger(String name) {
    JobSpec spec = views.spec(name);
    return LedgerViews.of(name, spec.applicationId(), progress.read(spec));
  }
}
