package dev.tidemark.node.http;

/** Thrown when the HTTP interface can't be started for a reason that the operator can fix. */
public final class HttpStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  HttpStartException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  HttpStartException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** Returns the remedy, one line. */
  public String hint() {
    return hint;
  }
}
