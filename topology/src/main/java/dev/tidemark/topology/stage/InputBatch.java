package dev.tidemark.topology.stage;

import java.util.List;
import java.util.NoSuchElementException;

/**
 * Records of one partition in the order of their offsets, of which the first ones may have been
 * processed already. {@link StagePipeline#processBatch} takes them one after the other, so that a
 * call that an outage ended can be repeated with the same batch. Not thread-safe.
 */
public final class InputBatch {

  private final List<StagePipeline.Input> inputs;
  private int processed;

  /**
   * A batch of which nothing is processed.
   *
   * @param inputs not copied; each is read when its turn comes, so a list may make them on demand
   */
  public InputBatch(List<StagePipeline.Input> inputs) {
    this.inputs = inputs;
  }

  /** Returns whether a record is left. */
  public boolean hasNext() {
    return processed < inputs.size();
  }

  /** Returns the first record that is not processed. The batch still holds it. */
  public StagePipeline.Input next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + processed + " records are processed");
    }
    return inputs.get(processed);
  }

  /** Notes that the record that {@link #next} returns is processed. */
  public void advance() {
    processed++;
  }

  /** Returns the number of processed records. */
  public int processed() {
    return processed;
  }
}
