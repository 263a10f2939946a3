package dev.tidemark.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Speaks to a registry as any client does. */
final class RegistryHttp {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String url;

  RegistryHttp(String url) {
    this.url = url;
  }

  /** What came back. */
  record Reply(int status, String text, HttpResponse<String> response) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + text, e);
      }
    }

    int errorCode() {
      return json().path("error_code").asInt();
    }

    String message() {
      return json().path("message").asText();
    }
  }

  Reply get(String path) {
    return send("GET", path, null, MEDIA_TYPE);
  }

  Reply delete(String path) {
    return send("DELETE", path, null, MEDIA_TYPE);
  }

  Reply put(String path, String body) {
    return send("PUT", path, body, MEDIA_TYPE);
  }

  Reply post(String path, String body) {
    return send("POST", path, body, MEDIA_TYPE);
  }

  Reply send(String method, String path, @Nullable String body, String mediaType) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(30));
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .method(method, HttpRequest.BodyPublishers.ofString(body))
          .header("Content-Type", mediaType);
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  Reply register(String subject, String schema) {
    return post("/subjects/" + subject + "/versions", schemaBody(schema));
  }

  int id(String subject, String schema) {
    Reply reply = register(subject, schema);
    if (reply.status() != 200) {
      throw new AssertionError("not registered: " + reply.text());
    }
    return reply.json().path("id").asInt();
  }

  /** A reference of a schema, for {@link #schemaBody}. */
  record Ref(String name, String subject, int version) {}

  static String schemaBody(String schema, Ref... references) {
    ObjectNode body = JSON.createObjectNode().put("schema", schema);
    if (references.length > 0) {
      body.set("references", JSON.valueToTree(List.of(references)));
    }
    return body.toString();
  }
}
