package dev.tidemark.bench;

import dev.tidemark.dev.EmbeddedKafka;
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
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(EmbeddedKafka.Options.defaults().withDataDir(dataDir))) {
      answers.println(kafka.bootstrapServers() + " " + "");
      while (System.in.read() >= 0) {
        // Only the end matters.
      }
    }
  }
}
