package dev.tidemark.cli.option;

import picocli.CommandLine.Parameters;

/** The job of the cluster that a verb addresses. */
public final class JobName {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The name of the job; see tidemark list.",
      completionCandidates = LiveNames.Jobs.class)
  public String name = "";
}
