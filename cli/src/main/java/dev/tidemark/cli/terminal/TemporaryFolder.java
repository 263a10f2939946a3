package dev.tidemark.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is deleted with all that is in it. */
public record TemporaryFolder(Path path) implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  /** Creates one; {@code use} is a part of its name. */
  public static TemporaryFolder create(String use) {
    try {
      return new TemporaryFolder(Files.createTempDirectory("tidemark-" + use + "-"));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED,
          "can't create a temporary folder: " + e,
          "make "
              + System.getProperty("java.io.tmpdir")
              + " writable, or set TIDEMARK_OPTS=-Djava.io.tmpdir=DIR",
          e);
    }
  }

  /** Deletes the folder; tries again if another thread or process wrote to it meanwhile. */
  @Override
  public void close() {
    for (int attempt = 1; Files.exists(path); attempt++) {
      try {
        deleteAll();
      } catch (IOException | UncheckedIOException e) {
        if (attempt == ATTEMPTS) {
          throw new IllegalStateException(
              "can't delete '" + path + "': " + e + "; delete it by hand", e);
        }
      }
    }
  }

  private void deleteAll() throws IOException {
    try (Stream<Path> found = Files.walk(path)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException e) {
      // deleted by its writer, e.g. a file of a store that was just closed
    }
  }
}
