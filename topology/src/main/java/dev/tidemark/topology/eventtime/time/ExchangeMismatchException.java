package dev.tidemark.topology.eventtime.time;

/** A message that does not belong to this exchange, or to this plan. The job must stop. */
public final class ExchangeMismatchException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public ExchangeMismatchException(String message) {
    super(message);
  }
}
