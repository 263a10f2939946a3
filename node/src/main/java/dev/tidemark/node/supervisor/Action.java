package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.JobSpec;

/** One action on the worker of one job. */
sealed interface Action {

  /**
   * Start a process.
   *
   * @param start its number
   */
  record Start(JobSpec spec, int start) implements Action {}

  /** Tell the process to pause or to resume. */
  record Tell(boolean paused) implements Action {}

  /** Tell the process to end. */
  record AskToEnd() implements Action {}

  /** Kill the process. */
  record Kill() implements Action {}
}
