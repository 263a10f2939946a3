package dev.tidemark.node.http;

/** The HTTP interface can't be started, for a reason that a person can act on. */
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

  /** What to do, one line. */
  public String hint() {
    return hint;
  }
}
