package dev.tidemark.topology.plan.upgrade.change;

/**
 * One difference between the plan of a job that runs and the one that is to take its place, made
 * for the person who wants the upgrade.
 *
 * @param verdict what the difference means
 * @param where the part of the job, e.g. {@code window revenue}
 * @param what what differs, one line
 * @param reason why that has this verdict, one line
 * @param remedy what to do, one line
 */
public record PlanChange(Verdict verdict, String where, String what, String reason, String remedy) {

  /** From the mildest to the gravest. */
  public enum Verdict {
    /** State, names and offsets are kept: the job continues from its position. */
    IN_PLACE,
    /**
     * Possible as a new run, which has its own state and exchanges and reads its topics again; the
     * state of the old run does not carry over.
     */
    NEEDS_REPLAY,
    /** Not possible, not even as a new run. */
    REFUSED
  }

  /** {@code where: what (reason); remedy}. */
  @Override
  public String toString() {
    return where + ": " + what + " (" + reason + "); " + remedy;
  }
}
