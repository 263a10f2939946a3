package dev.tidemark.client.api;

/**
 * The caller of a request.
 *
 * @param name of the token, or {@code local} where no token is needed
 */
public record Principal(String name, Role role) {
  /** A role; each role may do all that those before it may. */
  public enum Role {
    /** Look. */
    VIEWER,
    /** Change the desired state of jobs. */
    OPERATOR,
    /** Run code: upload jars, submit, upgrade and delete jobs. */
    SUBMITTER
  }
}
