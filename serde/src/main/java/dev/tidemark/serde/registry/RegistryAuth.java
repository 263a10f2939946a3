package dev.tidemark.serde.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The credentials of the client. No {@code toString} shows a secret. */
public sealed interface RegistryAuth {

  /** The value of the {@code Authorization} header; empty for none. */
  Optional<String> header();

  /** No credentials. */
  record None() implements RegistryAuth {
    @Override
    public Optional<String> header() {
      return Optional.empty();
    }
  }

  /**
   * A user and a password, sent in every request.
   *
   * @param user the user; holds no colon
   * @param password the password
   */
  record Basic(String user, String password) implements RegistryAuth {
    public Basic {
      if (user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("a user of basic authentication must not hold a colon");
      }
    }

    @Override
    public Optional<String> header() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    @Override
    public String toString() {
      return "Basic[hidden]";
    }
  }

  /**
   * A token, sent in every request.
   *
   * @param token printable ASCII without spaces
   */
  record Bearer(String token) implements RegistryAuth {
    public Bearer {
      if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new IllegalArgumentException(
            "a bearer token must be printable ASCII without spaces and line breaks");
      }
    }

    @Override
    public Optional<String> header() {
      return Optional.of("Bearer " + token);
    }

    @Override
    public String toString() {
      return "Bearer[hidden]";
    }
  }
}
