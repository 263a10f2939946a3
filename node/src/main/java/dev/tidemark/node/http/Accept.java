package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Content negotiation by the {@code Accept} header. */
final class Accept {
  static final String JSON = "application/json";
  static final String LINES = "text/plain";
  static final String JSON_LINES = "application/x-ndjson";
  static final String EVENTS = "text/event-stream";
  static final String YAML = "application/yaml";

  private Accept() {}

  /**
   * Returns the offered type with the highest preference of the client; the first one of equals.
   */
  static String best(HttpFields headers, List<String> offered) {
    List<String> accepted = headers.getQualityCSV(HttpHeader.ACCEPT);
    if (!headers.contains(HttpHeader.ACCEPT)) {
      return offered.get(0);
    }
    for (String range : accepted) {
      Optional<String> match = offered.stream().filter(type -> matches(range, type)).findFirst();
      if (match.isPresent()) {
        return match.get();
      }
    }
    throw ApiException.of(
        406,
        "not_acceptable",
        "this is answered as " + String.join(" or ", offered) + " alone",
        "send that in Accept, or no Accept");
  }

  private static boolean matches(String range, String type) {
    int parameters = range.indexOf(';');
    String bare =
        (parameters < 0 ? range : range.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    if (bare.equals("*/*")) {
      return true;
    }
    return bare.endsWith("/*")
        ? type.startsWith(bare.substring(0, bare.length() - 1))
        : type.equals(bare);
  }
}
