package dev.tidemark.bench;

/** The topics and subjects that both engines share. */
final class Topics {
  static final String ORDERS = "orders";
  static final String USERS = "users";
  static final String ORDERS_SUBJECT = ORDERS + "-value";
  static final String USERS_SUBJECT = USERS + "-value";

  private Topics() {}

  static String subjectOf(String topic) {
    return topic + "-value";
  }
}
