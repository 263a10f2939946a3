package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** Never says what it is. */
public final class EndlessJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    long spins = 0;
    while (spins >= 0) {
      spins = (spins + 1) % 1_000;
    }
  }
}
