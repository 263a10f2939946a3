package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.runtime.base.SimilarNames;
import java.util.Collection;

/** Errors that more than one class returns. */
final class Errors {
  private static final int SHOWN_CHARS = 80;

  private Errors() {}

  static ApiException badRequest(String message, String hint) {
    return ApiException.of(400, "bad_request", message, hint);
  }

  static ApiException unsupportedType(String message, String hint) {
    return ApiException.of(415, "unsupported_media_type", message, hint);
  }

  static ApiException unavailable(String errorCode, String message, String hint) {
    return ApiException.of(503, errorCode, message, hint);
  }

  /** Returns the error for an unknown name, with the most similar known name as a hint. */
  static ApiException unknown(String what, String name, Collection<String> known) {
    String hint =
        SimilarNames.meant(name, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse(known.isEmpty() ? "leave it out" : "known are " + String.join(", ", known));
    return badRequest("unknown " + what + " '" + shown(name) + "'", hint);
  }

  /**
   * Returns text of a client in displayable form: bounded, on one line, without control characters.
   */
  static String shown(String text) {
    String cut = text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text;
    return cut.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }
}
