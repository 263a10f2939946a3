package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.util.ArrayList;
import java.util.List;

/** Keeps more than there is room for. */
public final class GreedyJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    List<byte[]> kept = new ArrayList<>();
    for (int taken = 0; taken < 1 << 20; taken++) {
      kept.add(new byte[1 << 20]);
    }
  }
}
