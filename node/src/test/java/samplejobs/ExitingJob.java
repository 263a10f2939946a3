package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** Ends the JVM. */
public final class ExitingJob implements StreamJob {
  @Override
  public void define(Topology topology) {
    System.exit(0);
  }
}
