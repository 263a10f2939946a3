package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The local folder of one worker's state, locked as long as the worker lives. A restart should find
 * the folder of the worker before it: its state need not be restored, and what is left of it is
 * fenced at once. So without a stated folder each worker on a machine takes the first free slot of
 * the application.
 *
 * @param path the folder
 * @param lock holds the lock; closing it gives the folder free
 */
public record StateFolder(Path path, FileChannel lock) implements AutoCloseable {
  private static final int SLOTS_MAX = 64;
  private static final String LOCK_FILE = ".tidemark.lock";

  /**
   * Returns the folder of the slots of an application: {@code $XDG_STATE_HOME/tidemark/ID}, or
   * below {@code ~/.local/state}.
   */
  public static Path root(String applicationId, Map<String, String> environment) {
    String stateHome = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base =
        stateHome.startsWith("/")
            ? Path.of(stateHome)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    return base.resolve("tidemark").resolve(applicationId);
  }

  /** Takes the folder that the user stated, or a free slot. */
  public static StateFolder take(
      Optional<Path> stated, String applicationId, Map<String, String> environment) {
    if (stated.isPresent()) {
      StateFolder folder = tryTake(stated.get());
      if (folder == null) {
        throw new CommandException(
            ExitCode.FAILED,
            "another process uses the state folder '" + stated.get() + "'",
            "stop it, or give this one a folder of its own with --state-dir");
      }
      return folder;
    }
    Path root = root(applicationId, environment);
    for (int slot = 0; slot < SLOTS_MAX; slot++) {
      StateFolder folder = tryTake(root.resolve("worker-" + slot));
      if (folder != null) {
        return folder;
      }
    }
    throw new CommandException(
        ExitCode.FAILED,
        "%d processes use the state folders in '%s'".formatted(SLOTS_MAX, root),
        "give this one a folder of its own with --state-dir");
  }

  private static @Nullable StateFolder tryTake(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return new StateFolder(path, channel);
        }
      } catch (OverlappingFileLockException e) {
        // held by this very process: taken, too
      }
      channel.close();
      return null;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED,
          "can't use the state folder '%s': %s".formatted(path, e),
          "make it writable, or choose another with --state-dir",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
