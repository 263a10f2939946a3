package dev.tidemark.node.http;

import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.Principal.Role;
import dev.tidemark.client.api.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of hashed tokens, read again when it changes. While it can't be read, every token is
 * refused: a revoked token must not keep working because another line is malformed. Thread-safe.
 */
final class TokenFile {
  static final String LOCAL = "local";
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int ENTRIES_MAX = 10_000;

  private final Path file;
  private final LongSupplier nanoTime;
  private volatile List<Entry> entries;
  private volatile boolean readable = true;
  private @Nullable Object seen;
  private long lookedAt;

  /** Reads the file for the first time; the message of an {@link IOException} is human-readable. */
  TokenFile(Path file, LongSupplier nanoTime) throws IOException {
    this.file = file;
    this.nanoTime = nanoTime;
    this.seen = stamp();
    this.entries = read();
    this.lookedAt = nanoTime.getAsLong();
  }

  /** Returns the owner of a token. Compares with every entry, each in constant time. */
  Optional<Principal> principal(String token) {
    lookAgain();
    byte[] digest = Tokens.digest(token);
    Principal found = null;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.digest, digest) && found == null) {
        found = entry.principal;
      }
    }
    return Optional.ofNullable(found);
  }

  /** Returns whether the file could be read when it last changed. */
  boolean isReadable() {
    lookAgain();
    return readable;
  }

  private synchronized void lookAgain() {
    long now = nanoTime.getAsLong();
    if (now - lookedAt < LOOK_NANOS) {
      return;
    }
    lookedAt = now;
    Object stamp = stamp();
    if (stamp.equals(seen) && readable) {
      return;
    }
    seen = stamp;
    try {
      entries = read();
      readable = true;
      LOG.info("tokens read again file={} tokens={}", file, entries.size());
    } catch (IOException e) {
      if (readable) {
        LOG.error("every request is refused: the tokens can't be read: {}", e.getMessage());
      }
      entries = List.of();
      readable = false;
    }
  }

  private Object stamp() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(
          attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    } catch (IOException e) {
      return "missing";
    }
  }

  private List<Entry> read() throws IOException {
    List<Entry> read = new ArrayList<>();
    int number = 0;
    for (String line : SecretFile.read(file).split("\n", -1)) {
      number++;
      String bare = line.strip();
      if (!bare.isEmpty() && !bare.startsWith("#")) {
        read.add(entry(bare, number));
      }
    }
    if (read.size() > ENTRIES_MAX) {
      throw new IOException(file + " holds more than " + ENTRIES_MAX + " tokens");
    }
    return List.copyOf(read);
  }

  private Entry entry(String line, int number) throws IOException {
    String[] parts = line.split("\\s+");
    try {
      if (parts.length == 3 && Tokens.isName(parts[0]) && parts[2].length() == 64) {
        Role role = Role.valueOf(parts[1].toUpperCase(Locale.ROOT));
        return new Entry(new Principal(parts[0], role), HexFormat.of().parseHex(parts[2]));
      }
    } catch (IllegalArgumentException e) {
      throw malformed(number);
    }
    throw malformed(number);
  }

  private IOException malformed(int number) {
    return new IOException(
        file
            + " line "
            + number
            + " is not NAME ROLE SHA256 with a role of viewer, operator or submitter;"
            + " 'tidemark token create' prints such lines");
  }

  private record Entry(Principal principal, byte[] digest) {}
}
