package dev.tidemark.worker;

import dev.tidemark.runtime.base.ConnectionConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks secrets in the messages of a worker: an exception of a library may quote a setting. */
final class Secrets {
  private static final String MASK = "******";
  private static final int CHARS_MIN = 4;
  private static final List<String> SECRET_KEYS =
      List.of("password", "secret", "jaas", "token", "user.info", "credential", "keystore.key");
  private static final Pattern JAAS_VALUE = Pattern.compile("=\\s*\"([^\"]*)\"");

  private final List<String> values;

  private Secrets(List<String> values) {
    this.values = values;
  }

  /** Collects the secrets among settings, by the names of their keys. */
  static Secrets of(ConnectionConfig connections) {
    List<String> values = new ArrayList<>();
    for (Map<String, String> some : List.of(connections.kafka(), connections.schemaRegistry())) {
      some.forEach(
          (key, value) -> {
            if (isSecret(key)) {
              add(values, value);
            }
          });
    }
    // the whole before its parts
    values.sort(Comparator.comparingInt(String::length).reversed());
    return new Secrets(values);
  }

  /** Returns the text without the secrets. */
  String mask(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  private static void add(List<String> values, String value) {
    if (value.length() >= CHARS_MIN) {
      values.add(value);
    }
    Matcher parts = JAAS_VALUE.matcher(value);
    while (parts.find()) {
      if (parts.group(1).length() >= CHARS_MIN) {
        values.add(parts.group(1));
      }
    }
    int colon = value.indexOf(':'); // user:password
    if (colon >= 0 && value.length() - colon > CHARS_MIN) {
      values.add(value.substring(colon + 1));
    }
  }

  private static boolean isSecret(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return SECRET_KEYS.stream().anyMatch(name::contains);
  }
}
