package dev.tidemark.client.api;

import java.util.List;

/** A request can't be served, for a reason that a person can act on. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ApiError error;

  /**
   * Makes one.
   *
   * @param status the HTTP status, 400 to 599
   */
  public ApiException(int status, ApiError error) {
    super(error.message());
    this.status = status;
    this.error = error;
  }

  /** Makes one without details. */
  public static ApiException of(int status, String errorCode, String message, String hint) {
    return new ApiException(status, new ApiError(errorCode, message, hint, List.of()));
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The body of the answer. */
  public ApiError error() {
    return error;
  }
}
