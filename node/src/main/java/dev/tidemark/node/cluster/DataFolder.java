package dev.tidemark.node.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.node.jobs.JobRequests;
import dev.tidemark.runtime.base.JobException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one node: locked while it runs, readable by its user alone. Remembers the id that
 * the node was given, and when the last process that had the folder started.
 */
public final class DataFolder implements AutoCloseable {

  private static final int HOST_CHARS_MAX = 50;
  private static final String LOCK = "node.lock";
  private static final String ID = "node.id";
  private static final String STARTED = "node.started";

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens and locks it.
   *
   * @throws JobException if it can't be written, or another process has it
   */
  public static DataFolder open(Path path) {
    try {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new JobException(
            JobException.Code.CONFIGURATION,
            "data folder %s is in use by another node".formatted(path),
            "give each node a data.dir of its own, or stop the other node");
      }
      return new DataFolder(path, channel, lock);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /**
   * The id of the node.
   *
   * @param configured empty for the one kept here, which is made from the host's name where there
   *     is none
   */
  public String nodeId(String configured) {
    if (!configured.isBlank()) {
      if (!JobRequests.isName(configured)) {
        throw new JobException(
            JobException.Code.CONFIGURATION,
            "'%s' can't name a node".formatted(configured),
            "use 1 to 64 of the characters a-z, 0-9 and '-' for node.id");
      }
      return configured;
    }
    Optional<String> kept = read(ID).filter(JobRequests::isName);
    if (kept.isPresent()) {
      return kept.get();
    }
    String made = made(hostName(), new SecureRandom().nextInt(1 << 24));
    write(ID, made);
    return made;
  }

  /** Returns when the last process that had this folder started; empty if there was none. */
  public Optional<Instant> predecessor() {
    try {
      return read(STARTED).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Remembers when this process started. */
  public void started(Instant at) {
    write(STARTED, at.toString());
  }

  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      throw new IllegalStateException("data folder " + path + " can't be unlocked", e);
    }
  }

  /** An id from the name of a host. */
  static String made(String host, int random) {
    String cleaned =
        host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String bounded =
        cleaned.length() <= HOST_CHARS_MAX ? cleaned : cleaned.substring(0, HOST_CHARS_MAX);
    return "%s-%06x".formatted(bounded.isEmpty() ? "node" : bounded, random);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "node";
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private Optional<String> read(String name) {
    Path file = path.resolve(name);
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file, UTF_8).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private void write(String name, String content) {
    try {
      Path made = Files.writeString(path.resolve(name + ".new"), content + "\n", UTF_8);
      Files.move(made, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static JobException unusable(Path path, IOException e) {
    return new JobException(
        JobException.Code.CONFIGURATION,
        "data folder %s can't be used: %s".formatted(path, e),
        "set data.dir to a folder that the node may write",
        e);
  }
}
