package dev.tidemark.tests.nodes;

import static dev.tidemark.serde.Types.STRING;

import dev.tidemark.topology.dsl.StreamJob;
import dev.tidemark.topology.dsl.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints all that a process can easily find out of how it was started, and fails. */
public final class SnoopsJob implements StreamJob {

  /** The end of what it prints. */
  static final String END = "nothing more to find";

  @Override
  public void define(Topology topology) {
    topology.stream("orders", STRING)
        .filter("snoop", order -> snoop())
        .to("of-snoops", STRING, order -> order, STRING);
  }

  private static boolean snoop() {
    System.out.println(System.getenv());
    System.out.println(System.getProperties());
    System.out.println(ProcessHandle.current().info());
    ProcessHandle.current().parent().ifPresent(node -> System.out.println(node.info()));
    print(Path.of("/proc/self/cmdline"));
    print(Path.of("/proc/self/environ"));
    System.out.println(END);
    System.exit(7);
    return true;
  }

  private static void print(Path file) {
    try {
      System.out.println(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      System.out.println(e);
    }
  }
}
