package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The resolved addresses and credentials of a cluster.
 *
 * @param urls of nodes; the first that answers is used
 * @param token who asks; empty where none is needed
 * @param caFile whom to trust; empty for the JVM's own certificates
 */
public record Access(List<URI> urls, Optional<String> token, Optional<Path> caFile) {
  private static final int TOKEN_CHARS_MAX = 1_000;

  public Access {
    urls = List.copyOf(urls);
  }

  /** Without the token: it is never shown. */
  @Override
  public String toString() {
    return "Access" + urls;
  }

  /** Returns whether the token would cross a network in clear text. */
  public boolean exposesToken() {
    return token.isPresent()
        && urls.stream().anyMatch(url -> "http".equals(url.getScheme()) && !isLoopback(url));
  }

  /** The address of a node. */
  public static URI url(String text) {
    try {
      URI url = new URI(text);
      boolean bare =
          url.getUserInfo() == null
              && url.getQuery() == null
              && url.getFragment() == null
              && List.of("", "/").contains(String.valueOf(url.getPath()));
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null && bare) {
        return URI.create(url.getScheme() + "://" + url.getRawAuthority());
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new CommandException(
        ExitCode.USAGE,
        "'" + withoutUserInfo(text) + "' is not the address of a node",
        "give one such as http://127.0.0.1:8080 or https://node.example.org:8080");
  }

  /** The token in a file. */
  static String readToken(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty() || token.length() > TOKEN_CHARS_MAX || token.contains("\n")) {
        throw new CommandException(
            ExitCode.USAGE,
            "'" + file + "' does not hold one token",
            "put the token that 'tidemark token create' printed there, and nothing else");
      }
      return token;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "the token file '%s' can't be read: %s".formatted(file, e.getClass().getSimpleName()),
          "name an existing file with --token-file, or set TIDEMARK_TOKEN",
          e);
    }
  }

  private static boolean isLoopback(URI url) {
    return List.of("localhost", "127.0.0.1", "[::1]").contains(url.getHost());
  }

  private static String withoutUserInfo(String text) {
    return text.replaceAll("//[^/@]*@", "//***@");
  }
}
