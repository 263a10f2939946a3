package dev.tidemark.cli.cluster;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a node that was given none: that of the host, for people, and a few random
 * characters, so that several nodes on a host differ. It is kept with the data, since both belong
 * together.
 */
final class NodeIdentity {
  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int HOST_CHARS_MAX = 50;
  private static final int RANDOM_BYTES = 3;

  private NodeIdentity() {}

  static String keptIn(Path dataDir) {
    Path file = dataDir.resolve("node-id");
    try {
      String kept = Files.readString(file).strip();
      if (FORM.matcher(kept).matches()) {
        return kept;
      }
      throw new CommandException(
          ExitCode.FAILED,
          "'" + file + "' does not hold the name of a node",
          "delete it, or state the name with --id");
    } catch (NoSuchFileException e) {
      return create(file);
    } catch (IOException e) {
      throw unusable(dataDir, e);
    }
  }

  private static String create(Path file) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String id = host() + "-" + HexFormat.of().formatHex(random);
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, id + "\n");
      return id;
    } catch (IOException e) {
      throw unusable(file.resolveSibling(""), e);
    }
  }

  private static String host() {
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      String legal = name.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
      return legal.isEmpty()
          ? "node"
          : legal.substring(0, Math.min(legal.length(), HOST_CHARS_MAX));
    } catch (UnknownHostException e) {
      return "node";
    }
  }

  private static CommandException unusable(Path dataDir, IOException e) {
    return new CommandException(
        ExitCode.FAILED,
        "can't use the data folder '%s': %s".formatted(dataDir, e),
        "make it writable, or choose another with --data-dir",
        e);
  }
}
