package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** Needs a class that is not packed with it. */
public final class NeedyJob implements StreamJob {
  private final Object needed = NotPacked.make();

  @Override
  public void define(Topology topology) {
    throw new IllegalStateException("not reached: " + needed);
  }

  /** Left out of the jar. */
  static final class NotPacked {
    private NotPacked() {}

    static Object make() {
      return new NotPacked();
    }
  }
}
