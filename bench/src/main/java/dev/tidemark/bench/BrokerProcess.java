package dev.tidemark.bench;

import dev.tidemark.dev.DevCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The JVM of broker and registry. Answers with where they listen, {@code host:port url}, and leaves
 * when standard input ends.
 */
final class BrokerProcess {
  private BrokerProcess() {}

  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    Path dataDir = Path.of(args[0]);
    try (DevCluster cluster =
        DevCluster.start(DevCluster.Options.defaults().withDataDir(dataDir))) {
      ChildJvm.answer(answers, cluster.bootstrapServers() + " " + cluster.schemaRegistryUrl());
      while (System.in.read() >= 0) {
        // Only the end matters.
      }
    }
  }
}
