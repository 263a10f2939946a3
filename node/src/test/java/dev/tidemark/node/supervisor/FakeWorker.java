package dev.tidemark.node.supervisor;

import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.worker.Command;
import dev.tidemark.worker.JsonLines;
import dev.tidemark.worker.LaunchOrder;
import dev.tidemark.worker.Message;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A worker without a job. What is wrong with it, its parameter {@code how} says. */
public final class FakeWorker {
  private final LaunchOrder order;
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final JsonLines.Writer messages = new JsonLines.Writer(out);
  private volatile WorkerState state;

  private FakeWorker(LaunchOrder order) {
    this.order = order;
    this.state = order.paused() ? WorkerState.PAUSED : WorkerState.RUNNING;
  }

  public static void main(String[] args) throws Exception {
    JsonLines.Reader lines = new JsonLines.Reader(System.in);
    LaunchOrder order = lines.line().orElseThrow().as(LaunchOrder.class).orElseThrow();
    new FakeWorker(order).run(lines);
  }

  private void run(JsonLines.Reader lines) throws IOException {
    System.err.println("hello from " + order.job());
    report();
    boolean obeys = misbehave(order.parameters().getOrDefault("how", ""));
    Optional<JsonLines.Line> line = lines.line();
    while (line.isPresent()) {
      line.get().as(Command.class).ifPresent(command -> obey(command, obeys));
      line = lines.line();
    }
    if (!obeys) {
      park();
    }
    Runtime.getRuntime().halt(0);
  }

  private void obey(Command command, boolean obeys) {
    if (command instanceof Command.Here) {
      return;
    }
    if (command instanceof Command.Pause) {
      state = WorkerState.PAUSED;
    } else if (command instanceof Command.Resume) {
      state = WorkerState.RUNNING;
    } else if (command instanceof Command.Stores stores) {
      send(
          new Message.Listed(
              stores.id(), List.of(new StoreView(order.job(), "table", "topic", "string"))));
    } else if (command instanceof Command.Stop && obeys) {
      Runtime.getRuntime().halt(0);
    }
    report();
  }

  /** Returns whether it obeys. */
  private boolean misbehave(String how) throws IOException {
    switch (how) {
      case "exit" -> Runtime.getRuntime().halt(7);
      case "lasting" -> {
        send(new Message.Ended("broken", "it is broken", "fix it", Message.Kind.LASTING));
        Runtime.getRuntime().halt(1);
      }
      case "memory" -> exhaust();
      case "flood" -> flood();
      case "garbage" -> {
        out.write("this is no message\n".getBytes(StandardCharsets.UTF_8));
        out.write("{\"message\":\"unheard\"}\n".getBytes(StandardCharsets.UTF_8));
        out.write(new byte[3 << 20]);
        out.write('\n');
        state = WorkerState.RESTORING;
        report();
      }
      case "deaf" -> {
        return false;
      }
      case "environment" -> {
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
          System.err.println("env " + variable.getKey());
        }
        System.err.println("tmp " + System.getProperty("java.io.tmpdir"));
        System.err.println("filter " + System.getProperty("jdk.serialFilter"));
        System.err.println("heap " + Runtime.getRuntime().maxMemory());
        java.nio.file.Files.createTempFile("left", "behind");
      }
      default -> {
        return true;
      }
    }
    return true;
  }

  private static void exhaust() {
    List<byte[]> kept = new java.util.ArrayList<>();
    while (true) {
      kept.add(new byte[4 << 20]);
    }
  }

  /** Until the node has had enough. */
  private static void flood() {
    byte[] line = ("x".repeat(199) + "\n").repeat(300).getBytes(StandardCharsets.UTF_8);
    Thread flood =
        new Thread(
            () -> {
              while (true) {
                System.err.write(line, 0, line.length);
              }
            });
    flood.setDaemon(true);
    flood.start();
  }

  private static void park() {
    while (true) {
      java.util.concurrent.locks.LockSupport.park();
    }
  }

  private void report() {
    send(
        new Message.Reported(
            new WorkerReport(state, null, List.of(), List.of(), 1, 1, Instant.now())));
  }

  private void send(Message message) {
    try {
      messages.write(message);
    } catch (IOException e) {
      Runtime.getRuntime().halt(2);
    }
  }
}
