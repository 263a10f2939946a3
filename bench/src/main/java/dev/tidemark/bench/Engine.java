package dev.tidemark.bench;

/** One engine, ready to run the canonical job. What can be checked or prepared is done before. */
interface Engine extends AutoCloseable {

  /** Starts consuming. Returns at once. */
  void start();

  /** Stops after the current commit. */
  @Override
  void close();

  /** Told when an engine fails while it runs. */
  @FunctionalInterface
  interface FailureListener {
    void failed(Throwable cause);
  }
}
