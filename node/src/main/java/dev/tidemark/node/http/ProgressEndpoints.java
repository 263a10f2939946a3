package dev.tidemark.node.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.node.api.JobExceptionView;
import dev.tidemark.node.api.JobTaskView;
import dev.tidemark.node.api.NodeService;
import dev.tidemark.node.api.StatusView;
import dev.tidemark.node.api.TopologyView;
import dev.tidemark.node.api.WatermarksView;
import java.util.List;

/** How jobs fare, and what their stores hold. */
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
        Route.get("/jobs/{job}/tasks", c -> Answer.ok(JobTaskView.of(service.job(job(c))))),
        Route.get(
            "/jobs/{job}/exceptions", c -> Answer.ok(JobExceptionView.of(service.job(job(c))))),
        Route.get("/jobs/{job}/topology", c -> Answer.ok(TopologyView.of(service.job(job(c))))),
        Route.get("/jobs/{job}/offsets", c -> Answer.ok(service.offsets(job(c)))),
        Route.get("/jobs/{job}/lag", c -> Answer.ok(service.lag(job(c)))),
        Route.get("/jobs/{job}/watermarks", c -> Answer.ok(WatermarksView.of(service.lag(job(c))))),
        Route.get("/jobs/{job}/ledger", c -> Answer.ok(service.ledger(job(c)))),
        Route.get("/jobs/{job}/stores", this::stores).query("local"),
        Route.get("/jobs/{job}/stores/{store}", this::query).query("key", "local"));
  }

  private Answer status(Call call) {
    String name = job(call);
    return Answer.ok(StatusView.of(service.job(name), service.letters().alert(name)));
  }

  private Answer stores(Call call) {
    return Answer.ok(
        call.query().flag("local") ? local.localStores(job(call)) : service.stores(job(call)));
  }

  private Answer query(Call call) {
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
    return Answer.ok(
        call.query().flag("local")
            ? local.localQuery(job(call), store, key)
            : service.query(job(call), store, key));
  }

  private static String job(Call call) {
    return call.path("job");
  }
}
