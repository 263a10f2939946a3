package dev.tidemark.runtime.base;

/**
 * The reason why a job can't start or continue, of which a person can remove the cause: one line
 * that states the problem, one line with the remedy.
 */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final String hint;

  public JobException(Code code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  public JobException(Code code, String message, String hint, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hint = hint;
  }

  public Code code() {
    return code;
  }

  /** Returns the remedy. */
  public String hint() {
    return hint;
  }

  /** The kinds of failure, each with an exit code of the command line. */
  public enum Code {
    /** No broker answers. */
    BROKER_UNREACHABLE,
    /** No registry answers. */
    REGISTRY_UNREACHABLE,
    /** A topic that the job reads does not exist. */
    TOPIC_MISSING,
    /** Topics that must have the same number of partitions have not. */
    PARTITIONS_MISMATCH,
    /** A schema of the job does not fit what is registered. */
    SCHEMA_MISMATCH,
    /** A schema that the job writes with is not registered, and the job may not register it. */
    SCHEMA_NOT_REGISTERED,
    /**
     * A schema fits, or does not in a way that matters now; it should be looked at all the same.
     */
    SCHEMA_SUSPECT,
    /** The plan contradicts what an earlier run of the same application left behind. */
    STATE_MISMATCH,
    /** A setting is missing, unknown or out of range. */
    CONFIGURATION,
    /** A record can't be processed, and the job's error policy is to stop. */
    RECORD_FAILED,
    /** Missing permission on the cluster. */
    NOT_AUTHORIZED,
    /** The job can't answer now, e.g. while its tasks move; the same again later may work. */
    NOT_READY,
    /** What was asked for does not exist, or can't be understood: a store, or a key. */
    INVALID_QUERY,
    /** The job's own code failed while a query was answered; the job itself continues. */
    QUERY_FAILED,
    /** A topic does not accept a record: one of the job, or one that is written by hand. */
    RECORD_REFUSED,
    /** The engine, or what it runs on, failed. */
    INTERNAL
  }
}
