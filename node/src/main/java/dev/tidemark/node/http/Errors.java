package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

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
        nearest(name, known)
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

  private static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > SHOWN_CHARS) {
      return Optional.empty();
    }
    return known.stream()
        .min(Comparator.comparingInt(one -> distance(name, one)))
        .filter(one -> distance(name, one) <= Math.max(2, one.length() / 3));
  }

  private static int distance(String left, String right) {
    int[] above = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] current = new int[right.length() + 1];
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int changed = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(above[column - 1] + changed, Math.min(above[column], current[column - 1]) + 1);
      }
      above = current;
    }
    return above[right.length()];
  }
}
