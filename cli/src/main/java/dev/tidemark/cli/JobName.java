package dev.tidemark.cli;

import picocli.CommandLine.Parameters;

/** Which job of the cluster a verb is about. */
final class JobName {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The name of the job; see tidemark list.",
      completionCandidates = LiveNames.Jobs.class)
  String name = "";
}
