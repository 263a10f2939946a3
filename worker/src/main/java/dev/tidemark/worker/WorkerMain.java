package dev.tidemark.worker;

import java.io.IOException;
import java.util.Optional;

/**
 * The process of one job's worker. Its first line of input is a {@link LaunchOrder}, the further
 * ones are {@link Command}s; it writes {@link Message}s to its standard output, and its standard
 * error is the job's log. When the input ends, so does the worker.
 */
public final class WorkerMain {
  private static final int NO_ORDER = 64;

  private WorkerMain() {}

  /**
   * Runs until the job is stopped or fails, and ends the JVM.
   *
   * @param args the name of the job, shown in the process list of the machine
   */
  public static void main(String[] args) throws IOException {
    Standard standard = Standard.takeOver();
    JsonLines.Reader lines = new JsonLines.Reader(standard.in());
    Optional<LaunchOrder> order = lines.line().flatMap(line -> line.as(LaunchOrder.class));
    if (order.isEmpty()) {
      System.err.println("a worker is started by a node, which tells it what to do");
      Runtime.getRuntime().halt(NO_ORDER);
    }
    new WorkerRun(order.orElseThrow(), new Outbox(standard.out())).run(lines);
  }
}
