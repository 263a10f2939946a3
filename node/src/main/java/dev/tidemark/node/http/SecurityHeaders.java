package dev.tidemark.node.http;

import org.eclipse.jetty.http.HttpFields;

/** The headers of every response that restrict browsers. */
final class SecurityHeaders {
  private SecurityHeaders() {}

  static void put(HttpFields.Mutable headers) {
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cache-Control", "no-store");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
  }
}
