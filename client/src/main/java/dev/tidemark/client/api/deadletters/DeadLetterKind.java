package dev.tidemark.client.api.deadletters;

/** The kinds of records that a job keeps in topics of their own. */
public enum DeadLetterKind {
  /** Records that could not be processed. */
  DEAD_LETTER("dead-letters"),
  /** Records that came too late for a window. */
  LATE("late");

  private final String path;

  DeadLetterKind(String path) {
    this.path = path;
  }

  /** Returns its name in URLs. */
  public String path() {
    return path;
  }
}
