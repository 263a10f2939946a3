package dev.tidemark.bench;

/** The topics and subjects that both engines share. */
final class Topics {
  static final String ORDERS = "orders";

  /** The same orders, and among them what can't be read. */
  static final String POISONED_ORDERS = "poisoned-orders";

  static final String USERS = "users";
  static final String ORDERS_SUBJECT = ORDERS + "-value";
  static final String USERS_SUBJECT = USERS + "-value";

  private Topics() {}

  static String subjectOf(String topic) {
    return topic + "-value";
  }
}
