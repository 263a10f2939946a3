package dev.tidemark.node.http;

import dev.tidemark.client.api.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Creates tokens and the lines of the token file, {@code NAME ROLE SHA256}: a reader of the file
 * does not get a token.
 */
public final class Tokens {
  /** The prefix of every token: secret scanners can find it. */
  public static final String PREFIX = "tmk_";

  private static final int RANDOM_BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  /** Creates a token: 256 random bits, in characters that need no quoting in a shell or URL. */
  public static String create() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Returns the line of a token for the token file, without a line end.
   *
   * @param name the owner, as it is logged: {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}}, not {@code
   *     local}
   * @throws IllegalArgumentException with a human-readable message if the name is not legal
   */
  public static String line(String name, Principal.Role role, String token) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a token can't be named '"
              + Errors.shown(name)
              + "': use up to 64 letters, digits, '.', '_' and '-', beginning with a letter or"
              + " digit, and not 'local'");
    }
    return name + ' ' + role.name().toLowerCase(Locale.ROOT) + ' ' + hash(token);
  }

  /** Returns the SHA-256 of a token as 64 hexadecimal digits. */
  public static String hash(String token) {
    return HexFormat.of().formatHex(digest(token));
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals(TokenFile.LOCAL);
  }

  static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
