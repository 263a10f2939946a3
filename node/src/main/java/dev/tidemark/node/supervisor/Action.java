package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.JobSpec;

/** What is to be done about the worker of one job. */
sealed interface Action {

  /**
   * Make a process.
   *
   * @param start its number
   */
  record Start(JobSpec spec, int start) implements Action {}

  /** Tell the process to pause or to go on. */
  record Tell(boolean paused) implements Action {}

  /** Tell the process to end. */
  record AskToEnd() implements Action {}

  /** End the process without asking. */
  record Kill() implements Action {}
}
