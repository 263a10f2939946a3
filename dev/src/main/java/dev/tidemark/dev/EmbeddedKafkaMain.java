package dev.tidemark.dev;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The embedded broker as a process of its own, which a test can kill: {@code EmbeddedKafkaMain
 * [--port P] [--data-dir D]}. Prints the bootstrap servers once clients can connect, and runs until
 * the process is ended.
 */
public final class EmbeddedKafkaMain {
  private EmbeddedKafkaMain() {}

  /**
   * Starts and waits.
   *
   * @param arguments {@code --port}, by default a free one, and {@code --data-dir}, by default a
   *     temporary folder
   * @throws InterruptedException if the main thread is interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedKafka.Options options = EmbeddedKafka.Options.defaults();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      String value = arguments[i + 1];
      options =
          switch (arguments[i]) {
            case "--port" -> options.withPort(Integer.parseInt(value));
            case "--data-dir" -> options.withDataDir(Path.of(value));
            default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
          };
    }
    try {
      System.out.println(EmbeddedKafka.start(options).bootstrapServers());
    } catch (StartException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }
}
