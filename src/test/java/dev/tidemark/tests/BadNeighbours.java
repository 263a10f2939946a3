package dev.tidemark.tests;

import static dev.tidemark.serde.Types.STRING;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  /** Starts a thread for each order, which never ends. */
  public static final class LeaksThreadsJob implements StreamJob {
    @Override
    public void define(Topology topology) {
      BadNeighbours.define(
          topology,
          "of-leaks-threads",
          order -> {
            new Thread(LeaksThreadsJob::waitForEver).start();
            return true;
          });
    }

    private static void waitForEver() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Never comes back. */
  public static final class SpinsJob implements StreamJob {
    private static volatile boolean going = true;

    @Override
    public void define(Topology topology) {
      BadNeighbours.define(
          topology,
          "of-spins",
          order -> {
            while (going) {
              Thread.onSpinWait();
            }
            return true;
          });
    }
  }

  /** Waits for a thread that waits for it. */
  public static final class DeadlocksJob implements StreamJob {
    private static final ReentrantLock ONE = new ReentrantLock();
    private static final ReentrantLock OTHER = new ReentrantLock();

    @Override
    public void define(Topology topology) {
      BadNeighbours.define(topology, "of-deadlocks", order -> deadlock());
    }

    private static boolean deadlock() {
      CountDownLatch bothHold = new CountDownLatch(2);
      new Thread(() -> lock(OTHER, ONE, bothHold), "deadlock").start();
      lock(ONE, OTHER, bothHold);
      return true;
    }

    private static void lock(ReentrantLock first, ReentrantLock second, CountDownLatch bothHold) {
      first.lock();
      bothHold.countDown();
      try {
        bothHold.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      second.lock();
      second.unlock();
      first.unlock();
    }
  }

  /** Writes ten thousand long lines into its log for each order. */
  public static final class FloodsLogJob implements StreamJob {
    private static final Logger LOG = LoggerFactory.getLogger(FloodsLogJob.class);

    @Override
    public void define(Topology topology) {
      BadNeighbours.define(
          topology,
          "of-floods-log",
          order -> {
            for (int i = 0; i < 10_000; i++) {
              LOG.error("flood {}", "o".repeat(500));
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

  /** Fails when it is loaded. */
  public static final class FailsToLoadJob implements StreamJob {
    private static final int NUMBER = Integer.parseInt("no number");

    @Override
    public void define(Topology topology) {
      BadNeighbours.define(topology, "of-fails-to-load", order -> NUMBER > 0);
    }
  }

  /** Ends the JVM that plans it. */
  public static final class ExitsWhenPlannedJob implements StreamJob {
    @Override
    public void define(Topology topology) {
      System.exit(0);
    }
  }

  /** Takes for ever to be planned. */
  public static final class PlansForEverJob implements StreamJob {
    @Override
    public void define(Topology topology) {
      while (SpinsJob.going) {
        Thread.onSpinWait();
      }
    }
  }

  /** Needs more memory to be planned than there is. */
  public static final class PlansHugelyJob implements StreamJob {
    @Override
    public void define(Topology topology) {
      List<byte[]> kept = new ArrayList<>();
      while (kept.size() < Integer.MAX_VALUE) {
        kept.add(new byte[MEBI]);
      }
    }
  }
}
