package dev.tidemark.node.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.service.NodeService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Endpoints for the cluster, its events, and the health of this node. */
final class NodeEndpoints {
  private static final byte[] HEARTBEAT = ": alive\n\n".getBytes(StandardCharsets.UTF_8);

  private final NodeService service;

  NodeEndpoints(NodeService service) {
    this.service = service;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/", call -> ApiResponse.ok(service.cluster())),
        Route.get("/events", call -> events()).produces(Accept.EVENTS),
        Route.get("/health/live", call -> ApiResponse.ok(Map.of("live", true))).open(),
        Route.get("/health/ready", call -> ready()).open(),
        Route.get("/openapi.yaml", call -> ApiResponse.text(Accept.YAML, openApi()))
            .produces(Accept.YAML, Accept.LINES)
            .open());
  }

  private ApiResponse ready() {
    HealthView health = service.health();
    return ApiResponse.json(health.ready() ? 200 : 503, health);
  }

  private ApiResponse events() {
    return new ApiResponse.Live(
        Accept.EVENTS, HEARTBEAT, null, sink -> service.events(event -> sink.accept(bytes(event))));
  }

  private static byte[] bytes(EventView event) {
    try {
      String data = Json.mapper().writeValueAsString(event);
      return ("id: " + event.id() + "\nevent: " + event.type() + "\ndata: " + data + "\n\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event is not JSON", e);
    }
  }

  private static String openApi() throws IOException {
    try (InputStream in = NodeEndpoints.class.getResourceAsStream("openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is missing in the node's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
