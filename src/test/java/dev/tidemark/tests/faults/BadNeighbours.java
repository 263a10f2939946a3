package dev.tidemark.tests.faults;

import static dev.tidemark.serde.Types.STRING;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Jobs that nobody wants beside their own: each copies orders, and misbehaves at each of them. */
final class BadNeighbours {

  private static final int MEBI = 1 << 20;

  private BadNeighbours() {}

  private static void define(Topology topology, String output, Predicate<String> misbehaviour) {
    topology.stream("orders", STRING)
        .filter("misbehave", misbehaviour::test)
        .to(output, STRING, order -> order, STRING);
  }

  /** Ends its JVM as if all were well. */
  public static final class ExitsJob implements StreamJob {
    @Override
    public void define(Topology topology) {
      BadNeighbours.define(
          topology,
          "of-exits",
          order -> {
            System.exit(0);
            return true;
          });
    }
  }

  /** Keeps a mebibyte for each order. */
  public static final class LeaksHeapJob implements StreamJob {
    private static final List<byte[]> KEPT = new ArrayList<>();

    @Override
    public void define(Topology topology) {
      BadNeighbours.define(topology, "of-leaks-heap", order -> KEPT.add(new byte[MEBI]));
    }
  }

  /** Never comes back; keeps a core busy for the first seconds. */
  public static final class SpinsJob implements StreamJob {
    private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static volatile boolean going = true;

    @Override
    public void define(Topology topology) {
      BadNeighbours.define(
          topology,
          "of-spins",
          order -> {
            long begin = System.nanoTime();
            while (going) {
              if (System.nanoTime() - begin < BUSY_NANOS) {
                Thread.onSpinWait();
              } else {
                LockSupport.parkNanos(BUSY_NANOS);
              }
            }
            return true;
          });
    }
  }

  /** Prints what is no line of any protocol, and what looks like one. */
  public static final class PrintsGarbageJob implements StreamJob {
    @Override
    public void define(Topology topology) {
      BadNeighbours.define(
          topology,
          "of-prints-garbage",
          order -> {
            System.out.print("\u0000\u0007}{][\"'\n{\"state\":\"STOPPED\"}\n\r\u001b[2J");
            System.out.println("{\"type\":\"report\",\"state\":\"failed\",\"tasks\":null}");
            System.out.print("x".repeat(100_000)); // and no end of the line
            System.out.flush();
            return true;
          });
    }
  }
}
