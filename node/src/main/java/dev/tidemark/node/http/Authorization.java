package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.Principal.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Authenticates the client and checks its role. Without a token file every client is {@code local}.
 */
final class Authorization {
  private static final Principal LOCAL = new Principal(TokenFile.LOCAL, Role.SUBMITTER);
  private static final String SCHEME = "bearer ";
  private static final int TOKEN_CHARS_MAX = 256;

  private final Optional<TokenFile> tokens;

  Authorization(Optional<TokenFile> tokens) {
    this.tokens = tokens;
  }

  Principal check(HttpFields headers, Role needed) {
    Principal principal = principal(headers);
    if (principal.role().compareTo(needed) < 0) {
      throw ApiException.of(
          403,
          "role_missing",
          "'"
              + principal.name()
              + "' is "
              + word(principal.role())
              + ", this needs "
              + word(needed),
          "use a token of that role");
    }
    return principal;
  }

  private Principal principal(HttpFields headers) {
    if (tokens.isEmpty()) {
      return LOCAL;
    }
    TokenFile file = tokens.get();
    List<String> sent = headers.getValuesList(HttpHeader.AUTHORIZATION);
    if (sent.isEmpty()) {
      throw unauthorized("this node asks for a token", "send 'Authorization: Bearer TOKEN'");
    }
    String value = sent.get(0);
    if (sent.size() > 1
        || value.length() > TOKEN_CHARS_MAX
        || !value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw unauthorized("the Authorization is not one bearer token", "send 'Bearer TOKEN'");
    }
    Optional<Principal> principal = file.principal(value.substring(SCHEME.length()).strip());
    if (principal.isEmpty() && !file.isReadable()) {
      throw Errors.unavailable(
          "tokens_unreadable",
          "this node can't read its tokens, so that it refuses every request",
          "look into the log of the node");
    }
    return principal.orElseThrow(
        () -> unauthorized("the token is not known here", "check it, or ask for a new one"));
  }

  private static ApiException unauthorized(String message, String hint) {
    return ApiException.of(401, "unauthorized", message, hint);
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
