package dev.tidemark.cli.option;

import picocli.CommandLine.Parameters;

/** Which job of the cluster a verb is about. */
public final class JobName {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The name of the job; see tidemark list.",
      completionCandidates = LiveNames.Jobs.class)
  public String name = "";
}
