package samplejobs;

/** Not a job. */
public final class NoJob {}
