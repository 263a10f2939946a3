package dev.tidemark.cli.demo;

/** Hears how far an {@link EventLoader} has come. */
@FunctionalInterface
public interface LoadProgress {

  /**
   * Called on the loading thread, now and then and once at the end.
   *
   * @param done how many events the broker has acknowledged
   * @param total how many there are
   */
  void at(long done, long total);
}
