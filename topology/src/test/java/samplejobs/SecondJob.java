package samplejobs;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;

/** Another job. */
public class SecondJob implements StreamJob {
  /** A job whose superclass is not packed with it. */
  public static final class Extended extends SecondJob {}

  @Override
  public void define(Topology topology) {}
}
