package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.URIUtil;

/**
 * The path of a request below {@code /api/v1}, decoded exactly once. A segment that contains {@code
 * ..}, a separator or another encoding is refused on every route.
 *
 * <p>Jetty's {@code UriCompliance.DEFAULT} has refused malformed encodings before; it resolves
 * {@code ..} and drops {@code ;} parameters, which are refused here. Its {@code
 * UriTemplatePathSpec} is not used: it matches before decoding, and takes an empty name for another
 * path.
 */
final class PathSegments {
  static final String BASE = "/api/v1";
  private static final int SEGMENTS_MAX = 8;

  private PathSegments() {}

  /** Returns the decoded segments; a trailing slash makes an empty last one. */
  static List<String> segments(String encoded) {
    if (!encoded.equals(BASE) && !encoded.startsWith(BASE + "/")) {
      check(encoded);
      throw notFound(encoded);
    }
    List<String> segments = new ArrayList<>();
    String below = encoded.substring(BASE.length());
    if (below.isEmpty() || below.equals("/")) {
      return segments;
    }
    for (String segment : below.substring(1).split("/", -1)) {
      segments.add(checked(segment));
    }
    if (segments.size() > SEGMENTS_MAX) {
      throw notFound(encoded);
    }
    return segments;
  }

  static ApiException notFound(String encoded) {
    return ApiException.of(
        404,
        "not_found",
        "there is nothing at " + Errors.shown(encoded),
        "GET /api/v1/openapi.yaml lists what there is");
  }

  private static void check(String encoded) {
    for (String segment : encoded.split("/", -1)) {
      checked(segment);
    }
  }

  private static String checked(String encoded) {
    String segment = decode(encoded);
    boolean climbs = segment.equals(".") || segment.equals("..");
    if (climbs
        || encoded.indexOf(';') >= 0
        || segment.chars().anyMatch(PathSegments::isForbidden)) {
      throw Errors.badRequest(
          "the path holds a segment that is never a name here",
          "leave out '.', '..' and encoded slashes, percent signs and control characters");
    }
    return segment;
  }

  private static String decode(String encoded) {
    try {
      return URIUtil.decodePath(encoded);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  static ApiException malformed() {
    return Errors.badRequest(
        "the URL is not percent-encoded UTF-8", "encode all but letters, digits and -._~");
  }

  private static boolean isForbidden(int character) {
    return character < ' '
        || character == 127
        || character == '/'
        || character == '\\'
        || character == '%'
        || character == ';';
  }
}
