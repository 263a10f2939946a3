package dev.tidemark.serde.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys of a registry's configuration, and how their texts are read. */
final class RegistryKeys {
  static final String URL = "schema.registry.url";
  static final String NORMALIZE = "schema.registry.normalize.schemas";
  static final String BASIC_SOURCE = "basic.auth.credentials.source";
  static final String BASIC_USER_INFO = "basic.auth.user.info";
  static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  static final String BEARER_TOKEN = "bearer.auth.token";
  static final String TRUST_STORE = "schema.registry.ssl.truststore";
  static final String KEY_STORE = "schema.registry.ssl.keystore";
  static final String KEY_PASSWORD = "schema.registry.ssl.key.password";
  static final String CONNECT_TIMEOUT = "schema.registry.connect.timeout.ms";
  static final String REQUEST_TIMEOUT = "schema.registry.request.timeout.ms";
  static final String RETRIES = "schema.registry.retries";
  static final String BACKOFF = "schema.registry.retry.backoff.ms";
  static final String BACKOFF_MAX = "schema.registry.retry.backoff.max.ms";

  private static final List<String> OURS =
      List.of("schema.registry.", "basic.auth.", "bearer.auth.");

  private static final Set<String> KNOWN =
      new TreeSet<>(
          List.of(
              URL,
              SchemaRegistries.CLIENT_CLASS,
              NORMALIZE,
              BASIC_SOURCE,
              BASIC_USER_INFO,
              BEARER_SOURCE,
              BEARER_TOKEN,
              TRUST_STORE + ".location",
              TRUST_STORE + ".password",
              TRUST_STORE + ".type",
              KEY_STORE + ".location",
              KEY_STORE + ".password",
              KEY_STORE + ".type",
              KEY_PASSWORD,
              CONNECT_TIMEOUT,
              REQUEST_TIMEOUT,
              RETRIES,
              BACKOFF,
              BACKOFF_MAX));

  private final Map<String, String> config;

  RegistryKeys(Map<String, String> config) {
    this.config = config;
  }

  void refuseUnknown() {
    for (String key : new TreeSet<>(config.keySet())) {
      if (OURS.stream().anyMatch(key::startsWith) && !KNOWN.contains(key)) {
        throw new IllegalArgumentException(
            "unknown key " + key + ": did you mean " + nearest(key) + "?");
      }
    }
  }

  List<URI> urls() {
    List<URI> urls = new ArrayList<>();
    for (URI url : rawUrls()) {
      try {
        String path = url.getPath() == null ? "" : url.getPath().replaceAll("/+$", "");
        urls.add(new URI(url.getScheme(), null, url.getHost(), url.getPort(), path, null, null));
      } catch (URISyntaxException e) {
        throw badUrl();
      }
    }
    return urls;
  }

  RegistryAuth auth() {
    RegistryAuth bearer = bearer();
    RegistryAuth basic = basic();
    if (bearer == null) {
      return basic == null ? new RegistryAuth.None() : basic;
    }
    if (basic != null) {
      throw new IllegalArgumentException(
          BASIC_SOURCE + " and " + BEARER_SOURCE + " are both set: keep one of them");
    }
    return bearer;
  }

  RegistryTls tls() {
    RegistryTls tls =
        new RegistryTls(store(TRUST_STORE), store(KEY_STORE), config.get(KEY_PASSWORD));
    return tls.equals(RegistryTls.JVM_DEFAULT) ? RegistryTls.JVM_DEFAULT : tls;
  }

  Duration duration(String key, Duration otherwise) {
    return Duration.ofMillis(wholeNumber(key, otherwise.toMillis()));
  }

  boolean flag(String key) {
    String text = config.getOrDefault(key, "false").strip();
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(key + " must be true or false, not \"" + text + "\"");
    }
    return text.equals("true");
  }

  int number(String key, int otherwise) {
    long value = wholeNumber(key, otherwise);
    if (value != (int) value) {
      throw new IllegalArgumentException(key + " is far too large");
    }
    return (int) value;
  }

  private List<URI> rawUrls() {
    List<URI> urls = new ArrayList<>();
    for (String text : config.getOrDefault(URL, "").split(",", -1)) {
      if (!text.isBlank()) {
        urls.add(rawUrl(text.strip()));
      }
    }
    if (urls.isEmpty()) {
      throw new IllegalArgumentException(URL + " is missing: set it, e.g. http://localhost:8081");
    }
    return urls;
  }

  private static URI rawUrl(String text) {
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      boolean plain = url.getRawQuery() == null && url.getRawFragment() == null;
      if (url.getHost() != null && plain && (scheme.equals("http") || scheme.equals("https"))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Its message quotes the text, which may hold a password.
    }
    throw badUrl();
  }

  private static IllegalArgumentException badUrl() {
    return new IllegalArgumentException(
        URL + " must be addresses like http://host:8081, separated by commas, without a query");
  }

  private @Nullable RegistryAuth basic() {
    String source = config.get(BASIC_SOURCE);
    String userInfo = config.get(BASIC_USER_INFO);
    if (source == null || source.isBlank() || source.equals("URL")) {
      if (userInfo != null) {
        throw new IllegalArgumentException(
            BASIC_USER_INFO + " is not used: set " + BASIC_SOURCE + " to USER_INFO");
      }
      return basicFromUrls(source != null && source.equals("URL"));
    }
    if (!source.equals("USER_INFO")) {
      throw new IllegalArgumentException(BASIC_SOURCE + " must be USER_INFO or URL");
    }
    if (userInfo == null) {
      throw new IllegalArgumentException(BASIC_USER_INFO + " is missing: set it to user:password");
    }
    return basicOf(userInfo, BASIC_USER_INFO);
  }

  private @Nullable RegistryAuth basicFromUrls(boolean required) {
    Set<String> found = new LinkedHashSet<>();
    for (URI url : rawUrls()) {
      if (url.getRawUserInfo() != null) {
        found.add(url.getRawUserInfo());
      }
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(URL + " has different credentials: use the same for all");
    }
    if (found.isEmpty()) {
      if (required) {
        throw new IllegalArgumentException(
            BASIC_SOURCE + " is URL, but " + URL + " has no user:password@");
      }
      return null;
    }
    String raw = found.iterator().next().replace("+", "%2B");
    return basicOf(URLDecoder.decode(raw, StandardCharsets.UTF_8), URL);
  }

  private static RegistryAuth basicOf(String userInfo, String key) {
    int colon = userInfo.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(key + " must hold user:password");
    }
    return new RegistryAuth.Basic(userInfo.substring(0, colon), userInfo.substring(colon + 1));
  }

  private @Nullable RegistryAuth bearer() {
    String source = config.get(BEARER_SOURCE);
    String token = config.get(BEARER_TOKEN);
    if (source == null || source.isBlank()) {
      if (token != null) {
        throw new IllegalArgumentException(
            BEARER_TOKEN + " is not used: set " + BEARER_SOURCE + " to STATIC_TOKEN");
      }
      return null;
    }
    if (!source.equals("STATIC_TOKEN")) {
      throw new IllegalArgumentException(BEARER_SOURCE + " must be STATIC_TOKEN");
    }
    if (token == null) {
      throw new IllegalArgumentException(BEARER_TOKEN + " is missing");
    }
    return new RegistryAuth.Bearer(token);
  }

  private RegistryTls.@Nullable Store store(String prefix) {
    String location = config.get(prefix + ".location");
    String password = config.get(prefix + ".password");
    String type = config.get(prefix + ".type");
    if (location == null) {
      if (password != null || type != null) {
        throw new IllegalArgumentException(prefix + ".location is missing");
      }
      return null;
    }
    if ("PEM".equalsIgnoreCase(type)) {
      throw new IllegalArgumentException(prefix + ".type must be PKCS12 or JKS; PEM is not read");
    }
    return new RegistryTls.Store(
        Path.of(location), password, type == null ? KeyStore.getDefaultType() : type);
  }

  private long wholeNumber(String key, long otherwise) {
    String text = config.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " must be a whole number, not \"" + text + "\"", e);
    }
  }

  private static String nearest(String key) {
    String best = URL;
    for (String known : KNOWN) {
      if (distance(key, known) < distance(key, best)) {
        best = known;
      }
    }
    return best;
  }

  /** Levenshtein's distance; a prefix too many costs little, since it is the usual mistake. */
  private static int distance(String given, String known) {
    if (given.endsWith(known) || known.endsWith(given)) {
      return 1;
    }
    int[] row = new int[known.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= given.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (given.charAt(i - 1) == known.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[known.length()];
  }
}
