package dev.tidemark.node.cluster;

/** The brokers can't be asked now; trying again later may help. */
final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unavailable(String waitsFor) {
    super(waitsFor);
  }

  Unavailable(String waitsFor, Throwable cause) {
    super(waitsFor + ": " + KafkaClients.reason(cause), cause);
  }
}
