package dev.tidemark.cli;

/** A command can't go on: one line what, one line what to do, and how to exit. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String hint;

  CommandException(ExitCode exitCode, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  CommandException(ExitCode exitCode, String message, String hint, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  ExitCode exitCode() {
    return exitCode;
  }

  String hint() {
    return hint;
  }
}
