package dev.tidemark.dev;

import org.jspecify.annotations.Nullable;

/**
 * The broker, the registry or both could not start. The message is one line: what is wrong, where,
 * and what to do. Nothing that the failed start had taken (ports, threads, temporary folders) is
 * still held when it is thrown.
 */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure that its message explains.
   *
   * @param message one line: what is wrong, where, what to do
   */
  public StartException(String message) {
    super(message);
  }

  /**
   * A failure that something else caused.
   *
   * @param message one line: what is wrong, where, what to do
   * @param cause what was thrown first
   */
  public StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
