package dev.tidemark.client;

import dev.tidemark.client.api.SecretFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Says how nodes are reached. See {@link NodeClient#at}. */
public final class NodeClientBuilder {
  private final List<URI> urls;
  private @Nullable String token;
  private @Nullable SSLContext trust;
  private Duration connectTimeout = Duration.ofSeconds(5);
  private Duration timeout = Duration.ofSeconds(90);

  NodeClientBuilder(List<URI> urls) {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("at least one node has to be named");
    }
    this.urls = urls.stream().map(NodeClientBuilder::checked).toList();
  }

  /** Shows this token; none unless stated. */
  public NodeClientBuilder token(String secret) {
    if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("that is not a token: it holds white space or nothing");
    }
    this.token = secret;
    return this;
  }

  /**
   * Shows the token in a file.
   *
   * @throws IOException with a message for people if it can't be read or is open to others
   */
  public NodeClientBuilder tokenFile(Path file) throws IOException {
    return token(SecretFile.read(file));
  }

  /**
   * Trusts the certificates in a file and no others; the JVM's own unless stated.
   *
   * @param file PEM, or PKCS#12 without a password
   * @throws IllegalArgumentException with a message for people if there is none in it
   */
  public NodeClientBuilder trust(Path file) {
    return trust(file, null);
  }

  /**
   * Trusts the certificates in a file and no others.
   *
   * @param password of a PKCS#12 store; null for none
   */
  public NodeClientBuilder trust(Path file, char @Nullable [] password) {
    this.trust = TrustStores.in(file, password);
    return this;
  }

  /**
   * Trusts any server, so that a third party in between can read the token and change jars.
   *
   * @param warning receives a warning at once: this is never done silently
   */
  public NodeClientBuilder trustAnybody(Consumer<String> warning) {
    warning.accept(
        "the certificates of nodes are not checked: a third party in between can read the token and"
            + " run code in the cluster");
    this.trust = TrustStores.anybody();
    return this;
  }

  /** Sets the time that a connection may take; 5 s by default. */
  public NodeClientBuilder connectTimeout(Duration duration) {
    this.connectTimeout = duration;
    return this;
  }

  /**
   * Sets the time that an answer may take in all; 90 s by default. Uploads have no limit but the
   * node's.
   */
  public NodeClientBuilder timeout(Duration duration) {
    this.timeout = duration;
    return this;
  }

  /** The client; nothing is asked yet. */
  public NodeClient build() {
    return new NodeClient(new Transport(urls, token, trust, connectTimeout, timeout));
  }

  private static URI checked(URI url) {
    boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!known || url.getHost() == null || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "'"
              + url.getScheme()
              + "://"
              + url.getHost()
              + "' is not the URL of a node: give one"
              + " like http://127.0.0.1:8080");
    }
    return URI.create(url.getScheme() + "://" + url.getRawAuthority());
  }
}
