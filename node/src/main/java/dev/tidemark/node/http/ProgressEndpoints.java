package dev.tidemark.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.job.JobExceptionView;
import dev.tidemark.client.api.job.JobTaskView;
import dev.tidemark.client.api.job.StatusView;
import dev.tidemark.client.api.job.TopologyView;
import dev.tidemark.client.api.progress.WatermarksView;
import dev.tidemark.client.api.service.NodeService;
import java.util.List;

/** Endpoints for the progress of jobs and the contents of their stores. */
final class ProgressEndpoints {
  private static final int KEY_CHARS_MAX = 4096;

  private final NodeService service;
  private final LocalService local;

  ProgressEndpoints(NodeService service, LocalService local) {
    this.service = service;
    this.local = local;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/jobs/{job}/status", this::status),
        Route.get("/jobs/{job}/tasks", c -> ApiResponse.ok(JobTaskView.of(service.job(job(c))))),
        Route.get(
            "/jobs/{job}/exceptions",
            c -> ApiResponse.ok(JobExceptionView.of(service.job(job(c))))),
        Route.get(
            "/jobs/{job}/topology", c -> ApiResponse.ok(TopologyView.of(service.job(job(c))))),
        Route.get("/jobs/{job}/offsets", c -> ApiResponse.ok(service.offsets(job(c)))),
        Route.get("/jobs/{job}/lag", c -> ApiResponse.ok(service.lag(job(c)))),
        Route.get(
            "/jobs/{job}/watermarks", c -> ApiResponse.ok(WatermarksView.of(service.lag(job(c))))),
        Route.get("/jobs/{job}/ledger", c -> ApiResponse.ok(service.ledger(job(c)))),
        Route.get("/jobs/{job}/stores", this::stores).query("local"),
        Route.get("/jobs/{job}/stores/{store}", this::query).query("key", "local"));
  }

  private ApiResponse status(RouteCall call) {
    String name = job(call);
    return ApiResponse.ok(StatusView.of(service.job(name), service.letters().alert(name)));
  }

  private ApiResponse stores(RouteCall call) {
    return ApiResponse.ok(
        call.query().flag("local") ? local.localStores(job(call)) : service.stores(job(call)));
  }

  private ApiResponse query(RouteCall call) {
    String text = call.query().text("key");
    if (text == null) {
      throw Errors.badRequest(
          "which key?", "add ?key= with the key as JSON, e.g. ?key=eu or ?key=42");
    }
    if (text.length() > KEY_CHARS_MAX) {
      throw Errors.badRequest("the key is longer than " + KEY_CHARS_MAX, "ask for a shorter one");
    }
    JsonNode key = RequestJson.value(text);
    String store = call.path("store");
    return ApiResponse.ok(
        call.query().flag("local")
            ? local.localQuery(job(call), store, key)
            : service.query(job(call), store, key));
  }

  private static String job(RouteCall call) {
    return call.path("job");
  }
}
