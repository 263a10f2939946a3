package dev.tidemark.cli;

/** Asks the first node that answers. */
final class NodeConnection {
  private NodeConnection() {}

  /** Nothing is asked yet. */
  static ClusterClient open(Access access) {
    throw new CommandException(
        ExitCode.NODE_UNREACHABLE,
        "no node answers at " + access.urls(),
        "start one: tidemark dev, or tidemark node");
  }
}
