package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Checks the content type of requests that change something. A web page can send forms to any site
 * without permission, so their types are refused, even without a body.
 */
final class ContentTypes {
  private static final Set<String> FORMS =
      Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");
  private static final Set<String> JARS =
      Set.of(
          "application/java-archive",
          "application/x-java-archive",
          "application/zip",
          "application/octet-stream");

  private ContentTypes() {}

  static void check(Route route, HttpFields headers) {
    String sent = headers.get(HttpHeader.CONTENT_TYPE);
    String type = sent == null ? null : bare(sent);
    switch (route.body()) {
      case NONE -> checkNone(route, type);
      case JSON, JSON_HEAVY -> checkJson(sent, type);
      case RAW -> checkJar(type);
    }
  }

  private static void checkNone(Route route, @Nullable String type) {
    if (type != null && FORMS.contains(type) && !route.method().equals("GET")) {
      throw formRefused();
    }
  }

  private static void checkJson(@Nullable String sent, @Nullable String type) {
    if (sent == null || !Accept.JSON.equals(type)) {
      throw Errors.unsupportedType(
          "the body has to be JSON", "send it with 'Content-Type: application/json'");
    }
    String rest = sent.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
    int charset = rest.indexOf("charset=");
    if (charset >= 0 && !rest.startsWith("charset=utf-8", charset)) {
      throw Errors.unsupportedType("the body has to be UTF-8", "leave out the charset");
    }
  }

  private static void checkJar(@Nullable String type) {
    if (type != null && FORMS.contains(type)) {
      throw Errors.unsupportedType(
          "a jar is uploaded as it is, not as a form", "use 'curl -T job.jar URL/api/v1/jars/'");
    }
    if (type != null && !JARS.contains(type)) {
      throw Errors.unsupportedType(
          "a jar is not " + Errors.shown(type), "send 'Content-Type: application/java-archive'");
    }
  }

  private static ApiException formRefused() {
    return Errors.unsupportedType("forms change nothing here", "send no body and no Content-Type");
  }

  private static String bare(String type) {
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }
}
