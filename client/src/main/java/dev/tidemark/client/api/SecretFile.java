package dev.tidemark.client.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads files that hold secrets: tokens, passwords. */
public final class SecretFile {
  private static final int BYTES_MAX = 1 << 20;
  private static final Set<PosixFilePermission> TOO_MUCH =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  private SecretFile() {}

  /**
   * The text of a file, without white space at its ends.
   *
   * @throws IOException with a message for people if it can't be read, is larger than 1 MiB, or is
   *     open to others (where the file system knows POSIX permissions): readable or writable by
   *     all, or writable by its group
   */
  public static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file + ", or it can't be read");
    }
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
        if (TOO_MUCH.contains(permission)) {
          throw new IOException(
              file + " holds secrets but is open to other users: chmod 600 " + file);
        }
      }
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException(file + " is larger than 1 MiB: it does not look like secrets");
      }
      return new String(bytes, StandardCharsets.UTF_8).strip();
    }
  }
}
