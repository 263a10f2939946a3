package dev.tidemark.node.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of jars by their hash: 0700, files 0600. A file appears there whole or not at all, and
 * is believed only after its bytes were hashed. No name in it comes from a client.
 */
final class JarCache {

  private static final Logger LOG = LoggerFactory.getLogger(JarCache.class);
  private static final String INCOMING = "incoming-";
  private static final String JAR = ".jar";
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path folder;

  private JarCache(Path folder) {
    this.folder = folder;
  }

  /** Opens the folder; what an earlier process had not finished is removed. */
  static JarCache open(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, INCOMING + "*")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
    return new JarCache(folder);
  }

  /** A new empty file, to be handed to {@link #keep} or deleted. */
  Path incoming() throws IOException {
    return Files.createTempFile(
        folder,
        INCOMING,
        JAR,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** The cached file of a jar, if it is there and its bytes are right; a wrong one is removed. */
  Optional<Path> find(String id) throws IOException {
    Path file = path(id);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (hash(file).equals(id)) {
      return Optional.of(file);
    }
    LOG.warn("jar={} is corrupt in the cache, and is fetched again", id);
    Files.deleteIfExists(file);
    return Optional.empty();
  }

  /** Makes a file the cached one of its hash. */
  Path keep(Path incoming, String id) throws IOException {
    try (FileChannel channel = FileChannel.open(incoming, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Path file = path(id);
    Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
    return file;
  }

  /** Removes all jars but these. */
  void retain(Set<String> ids) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + JAR)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.startsWith(INCOMING)
            && !ids.contains(name.substring(0, name.length() - JAR.length()))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return hex(digest);
  }

  private Path path(String id) {
    if (!id.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("no SHA-256");
    }
    return folder.resolve(id + JAR);
  }
}
