package dev.tidemark.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registry without any client: for what none of the clients under test can ask for. */
record Rest(String url) {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** A reference of a schema to another one. */
  record Ref(String name, String subject, int version) {}

  /** Registers a text as it is. */
  int register(String subject, String type, String schema, Ref... references) {
    ObjectNode body = JSON.createObjectNode().put("schema", schema).put("schemaType", type);
    body.set("references", JSON.valueToTree(List.of(references)));
    return send("POST", "/subjects/" + encoded(subject) + "/versions", body).path("id").asInt();
  }

  int register(String subject, String schema, Ref... references) {
    return register(subject, "AVRO", schema, references);
  }

  /** Deletes a version softly. */
  void delete(String subject, int version) {
    send("DELETE", "/subjects/" + encoded(subject) + "/versions/" + version, null);
  }

  private JsonNode send(String method, String path, @Nullable JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(method + " " + path + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
