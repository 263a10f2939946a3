package dev.tidemark.topology.jar;

/**
 * A jar can't be used as a job, for a reason that its author can act on: one line what, one line
 * what to do.
 */
public final class JobJarException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String hint;

  JobJarException(Reason reason, String message, String hint) {
    super(message);
    this.reason = reason;
    this.hint = hint;
  }

  JobJarException(Reason reason, String message, String hint, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.hint = hint;
  }

  public Reason reason() {
    return reason;
  }

  /** Returns the remedy. */
  public String hint() {
    return hint;
  }

  /** The problem of a jar. */
  public enum Reason {
    /** There is no such file, or it can't be read. */
    NO_SUCH_FILE,
    /** The file is not a jar, or a damaged one. */
    NOT_A_JAR,
    /** The jar, or something in it, exceeds a limit of {@link JobJarLimits}. */
    LIMIT_EXCEEDED,
    /** The jar's manifest has a Class-Path, which refers to other jars. */
    UNSAFE_ENTRY,
    /** The jar holds classes that only the engine may bring. */
    FORBIDDEN_CLASSES,
    /** The jar names no job. */
    NO_JOB,
    /** The jar names several jobs, and none was chosen. */
    SEVERAL_JOBS,
    /** The chosen class is not in the jar. */
    CLASS_NOT_FOUND,
    /** The chosen class is there, but it is not a job that can be created. */
    NOT_A_JOB,
    /** The job's constructor or static initializer threw. */
    CONSTRUCTOR_FAILED,
    /** The job needs a class that is neither in the jar nor offered by the engine. */
    CLASS_MISSING,
    /** The job was compiled for a newer Java than this one. */
    NEWER_JAVA
  }
}
