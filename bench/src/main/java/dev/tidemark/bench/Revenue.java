package dev.tidemark.bench;

/**
 * The revenue of one region in one window.
 *
 * @param amountCents the sum of the paid orders, in cents
 * @param orders how many there were
 */
record Revenue(long amountCents, long orders) {
  static final Revenue NONE = new Revenue(0, 0);

  Revenue plus(Revenue other) {
    return new Revenue(
        Math.addExact(amountCents, other.amountCents), Math.addExact(orders, other.orders));
  }
}
