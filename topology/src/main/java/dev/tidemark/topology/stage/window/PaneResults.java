package dev.tidemark.topology.stage.window;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.topology.eventtime.aggregate.Aggregates;
import dev.tidemark.topology.eventtime.time.KeyBytes;
import dev.tidemark.topology.eventtime.window.PaneBounds;
import dev.tidemark.topology.eventtime.window.StoredPanes;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.Codecs;
import dev.tidemark.topology.stage.base.PreviewFailedException;
import dev.tidemark.topology.stage.base.UserFunctionErrors;

/** Computes the result of a pane with the function of its window. Belongs to one thread. */
public final class PaneResults {

  private final Node.Window window;
  private final Aggregates aggregates;
  private final Codec<Object> keys;

  /** Of a window. */
  public PaneResults(Node.Window window, Aggregates aggregates) {
    this.window = window;
    this.aggregates = aggregates;
    this.keys = Codecs.state(window.keyType());
  }

  /**
   * Returns the result that a stored pane would have if its window closed now.
   *
   * @throws PreviewFailedException for what the job's functions throw, or if they return null
   */
  public Object preview(KeyBytes key, StoredPanes.Pane pane) {
    Object result;
    try {
      result = of(key, pane.first(), pane.last(), pane.accumulator());
    } catch (Throwable thrown) {
      throw new PreviewFailedException(
          "the function of window " + window.id() + " failed",
          UserFunctionErrors.survivable(thrown));
    }
    if (result == null) {
      throw new PreviewFailedException(
          "the function of window " + window.id() + " returned null", null);
    }
    return result;
  }

  /** Returns the result; exceptions of the job's functions are passed on. */
  Object of(KeyBytes key, long first, long last, Object accumulator) {
    return window.result().apply(bounds(key, first, last), aggregates.result(accumulator));
  }

  private Object bounds(KeyBytes key, long first, long last) {
    if (!(keys.decode(key.bytes()) instanceof Decoded.Ok<Object> ok)) {
      throw new IllegalStateException("a key of window " + window.id() + " can't be read back");
    }
    return window.spec().window(ok.value(), new PaneBounds(first, last));
  }
}
