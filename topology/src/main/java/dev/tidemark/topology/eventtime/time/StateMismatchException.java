package dev.tidemark.topology.eventtime.time;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The contents of a store can't be read as what the job keeps there: another layout wrote them. */
public final class StateMismatchException extends UncheckedIOException {

  private static final long serialVersionUID = 1;

  public StateMismatchException(String what, IOException cause) {
    super(what + " can't be read: " + cause.getMessage(), cause);
  }
}
