package dev.tidemark.node.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Formats the errors of requests that could not be parsed, e.g. of too large headers, like all
 * other errors.
 */
final class JsonErrorHandler extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(JsonErrorHandler.class);

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Throwable cause = (Throwable) request.getAttribute(ERROR_EXCEPTION);
    int status = cause instanceof HttpException known ? known.getCode() : response.getStatus();
    byte[] body = body(error(status < 400 ? 500 : status, cause));
    response.setStatus(status < 400 ? 500 : status);
    HttpFields.Mutable headers = response.getHeaders();
    SecurityHeaders.put(headers);
    headers.put(HttpHeader.CONTENT_TYPE, Accept.JSON);
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean bodiless = "HEAD".equals(request.getMethod());
    response.write(true, ByteBuffer.wrap(bodiless ? new byte[0] : body), callback);
    return true;
  }

  private static ApiError error(int status, @Nullable Throwable cause) {
    return switch (status) {
      case 404 -> of("not_found", "there is nothing here", "ask below /api/v1");
      case 408 -> of("timeout", "the request did not arrive in time", "send it faster");
      case 413 -> of("body_too_large", "the request is too large", "send less");
      case 414 -> of("uri_too_long", "the URL is too long", "ask for less at a time");
      case 431 -> of("headers_too_large", "the headers are too large", "send less than 8 KiB");
      case 505 -> of("version_not_supported", "this HTTP version is unknown", "use HTTP/1.1");
      default -> status >= 500 ? unexpected(cause) : badRequest();
    };
  }

  private static ApiError badRequest() {
    return of("bad_request", "this is not a request of HTTP/1.1 that is understood", "check it");
  }

  private static ApiError unexpected(@Nullable Throwable cause) {
    String id = UUID.randomUUID().toString().substring(0, 8);
    LOG.error("request failed error_id={}", id, cause);
    return of(
        "internal_error",
        "this node could not serve the request: error " + id,
        "look for error_id=" + id + " in the node's log, and report it");
  }

  private static ApiError of(String code, String message, String hint) {
    return new ApiError(code, message, hint, List.of());
  }

  private static byte[] body(ApiError error) {
    try {
      return Json.mapper().writeValueAsBytes(error);
    } catch (JsonProcessingException e) {
      return "{\"error_code\":\"internal_error\"}".getBytes(StandardCharsets.UTF_8);
    }
  }
}
