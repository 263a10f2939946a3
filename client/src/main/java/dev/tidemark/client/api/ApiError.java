package dev.tidemark.client.api;

import java.util.List;

/**
 * The body of every answer that is not 2xx.
 *
 * @param errorCode a word for programs, in lower case with underscores, e.g. {@code job_not_found}
 * @param message what is wrong and where, one line
 * @param hint what to do, one line
 * @param details more of the same kind, e.g. all problems of a topology
 */
public record ApiError(String errorCode, String message, String hint, List<Detail> details) {
  /** One of several problems. */
  public record Detail(String errorCode, String where, String message, String hint) {}
}
