package dev.tidemark.topology.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the functions of a job lean on and what fails them for a while: a service far away. It knows
 * nothing of transactions, so a call counts even if the attempt that made it is undone.
 */
final class Troubles {
  private final SplittableRandom random;
  private final int timesMax;
  private final Map<String, Integer> times = new HashMap<>();

  /**
   * @param timesMax how often the same call fails at most
   */
  Troubles(SplittableRandom random, int timesMax) {
    this.random = random;
    this.timesMax = timesMax;
  }

  /** Fails, or not. */
  void meet(String call) {
    int before = times.getOrDefault(call, 0);
    if (before < timesMax && random.nextInt(4) == 0) {
      times.put(call, before + 1);
      throw new IllegalStateException("the service is away");
    }
  }
}
