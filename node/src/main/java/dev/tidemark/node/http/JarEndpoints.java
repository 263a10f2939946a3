package dev.tidemark.node.http;

import dev.tidemark.node.api.JarView;
import dev.tidemark.node.api.NodeService;
import dev.tidemark.node.api.Principal.Role;
import dev.tidemark.node.http.Route.Body;
import java.io.IOException;
import java.util.List;

/** Jars: the code that jobs run. Who may upload may run what they like. */
final class JarEndpoints {
  private final NodeService service;

  JarEndpoints(NodeService service) {
    this.service = service;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/jars", call -> Answer.ok(service.jars())),
        Route.of("PUT", "/jars", Role.SUBMITTER, Body.RAW, this::put),
        Route.get("/jars/{jar}", call -> Answer.ok(service.jar(call.path("jar")))),
        Route.of("PUT", "/jars/{jar}", Role.SUBMITTER, Body.RAW, this::put),
        Route.of("DELETE", "/jars/{jar}", Role.SUBMITTER, Body.NONE, this::delete),
        Route.of("POST", "/jars/{jar}/plan", Role.SUBMITTER, Body.JSON_HEAVY, this::plan));
  }

  private Answer put(Call call) throws IOException {
    JarView jar = service.putJar(call.upload(), call.by());
    return Answer.json(201, jar).with("Location", RawPath.BASE + "/jars/" + jar.id());
  }

  private Answer delete(Call call) {
    service.deleteJar(call.path("jar"), call.by());
    return Answer.empty(204);
  }

  private Answer plan(Call call) {
    return Answer.ok(service.plan(call.path("jar"), JobBodies.plan(call.body())));
  }
}
