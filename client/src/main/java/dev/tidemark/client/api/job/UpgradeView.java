package dev.tidemark.client.api.job;

import java.util.List;

/**
 * The result of an upgrade check.
 *
 * @param verdict the gravest of the changes
 * @param changes what differs; empty if nothing does
 */
public record UpgradeView(String job, Verdict verdict, List<Change> changes) {
  /** From the mildest to the gravest. */
  public enum Verdict {
    /** State, names and offsets carry over. */
    IN_PLACE,
    /** Possible as a new run that reads its topics again; state does not carry over. */
    NEEDS_REPLAY,
    /** Not possible. */
    REFUSED
  }

  /**
   * One difference.
   *
   * @param where the node, store, exchange or topic
   * @param what what changed, from what to what
   * @param reason why that has this verdict
   * @param remedy what to do
   */
  public record Change(Verdict verdict, String where, String what, String reason, String remedy) {}
}
