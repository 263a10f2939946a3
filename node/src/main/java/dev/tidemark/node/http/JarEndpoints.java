package dev.tidemark.node.http;

import dev.tidemark.client.api.Principal.Role;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.service.NodeService;
import dev.tidemark.node.http.Route.Body;
import java.io.IOException;
import java.util.List;

/** Endpoints for jars: the code that jobs run. A client that may upload can run any code. */
final class JarEndpoints {
  private final NodeService service;

  JarEndpoints(NodeService service) {
    this.service = service;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/jars", call -> ApiResponse.ok(service.jars())),
        Route.of("PUT", "/jars", Role.SUBMITTER, Body.RAW, this::put),
        Route.get("/jars/{jar}", call -> ApiResponse.ok(service.jar(call.path("jar")))),
        Route.of("PUT", "/jars/{jar}", Role.SUBMITTER, Body.RAW, this::put),
        Route.of("DELETE", "/jars/{jar}", Role.SUBMITTER, Body.NONE, this::delete),
        Route.of("POST", "/jars/{jar}/plan", Role.SUBMITTER, Body.JSON_HEAVY, this::plan));
  }

  private ApiResponse put(RouteCall call) throws IOException {
    JarView jar = service.putJar(call.upload(), call.by());
    return ApiResponse.json(201, jar).with("Location", PathSegments.BASE + "/jars/" + jar.id());
  }

  private ApiResponse delete(RouteCall call) {
    service.deleteJar(call.path("jar"), call.by());
    return ApiResponse.empty(204);
  }

  private ApiResponse plan(RouteCall call) {
    return ApiResponse.ok(service.plan(call.path("jar"), JobBodies.plan(call.body())));
  }
}
