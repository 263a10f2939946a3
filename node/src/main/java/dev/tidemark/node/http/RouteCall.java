package dev.tidemark.node.http;

import dev.tidemark.client.api.Principal;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * An admitted request, as an endpoint receives it.
 *
 * @param path the values of the path's parameters
 * @param type the response type, one of those that the route produces
 * @param body the JSON body; empty if there is none
 * @param upload the body of an upload; empty otherwise
 */
record RouteCall(
    Map<String, String> path,
    Query query,
    HttpFields headers,
    Principal by,
    String type,
    byte[] body,
    UploadStream upload) {

  /** Returns a path parameter, whose form was checked. */
  String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no parameter " + name);
    }
    return value;
  }

  /** Returns the version of {@code If-Match}; empty if any version matches. */
  OptionalLong ifMatch() {
    if (headers.contains(HttpHeader.IF_NONE_MATCH)) {
      throw Errors.badRequest(
          "If-None-Match is not understood here", "POST /api/v1/jobs creates and never replaces");
    }
    List<String> sent = headers.getValuesList(HttpHeader.IF_MATCH);
    if (sent.isEmpty() || sent.equals(List.of("*"))) {
      return OptionalLong.empty();
    }
    String tag = sent.get(0);
    String digits =
        tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")
            ? tag.substring(1, tag.length() - 1)
            : tag;
    if (sent.size() > 1 || !digits.matches("\\d{1,18}")) {
      throw Errors.badRequest(
          "If-Match is not the ETag of a job", "send the ETag of GET /api/v1/jobs/NAME as it is");
    }
    return OptionalLong.of(Long.parseLong(digits));
  }
}
