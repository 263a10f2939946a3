package dev.tidemark.client;

import java.net.URI;

/** No node answered, or the connection to one broke, for a reason that a person can act on. */
public final class NodeUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final URI url;
  private final String hint;

  /**
   * Makes one.
   *
   * @param url of the node; the first of several that were tried
   * @param message what is wrong, one line
   * @param hint what to do, one line
   */
  public NodeUnreachableException(URI url, String message, String hint, Throwable cause) {
    super(message, cause);
    this.url = url;
    this.hint = hint;
  }

  /** The node that was asked. */
  public URI url() {
    return url;
  }

  /** Returns the remedy, one line. */
  public String hint() {
    return hint;
  }
}
