package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal.Role;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayStartView;
import dev.tidemark.client.api.service.NodeService;
import dev.tidemark.node.http.Route.Body;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Endpoints that start, list, compare, promote and cancel replays. */
final class ReplayEndpoints {
  private static final int DIFFERENCES = 100;
  private static final int DIFFERENCES_MAX = 10_000;
  private static final int ID_CHARS_MAX = 40;

  private final NodeService service;

  ReplayEndpoints(NodeService service) {
    this.service = service;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/jobs/{job}/replays", call -> ApiResponse.ok(service.replays(call.path("job")))),
        Route.of("POST", "/jobs/{job}/replays", Role.OPERATOR, Body.JSON_HEAVY, this::begin)
            .query("dry_run"),
        Route.get(
            "/jobs/{job}/replays/{run}",
            call -> ApiResponse.ok(service.replay(call.path("job"), run(call)))),
        Route.of("DELETE", "/jobs/{job}/replays/{run}", Role.OPERATOR, Body.NONE, this::cancel)
            .query("purge"),
        Route.of(
            "POST", "/jobs/{job}/replays/{run}/promote", Role.OPERATOR, Body.NONE, this::promote),
        Route.get("/jobs/{job}/replays/{run}/diff", this::diff).query("id", "limit"));
  }

  private ApiResponse begin(RouteCall call) {
    boolean dryRun = call.query().flag("dry_run");
    String job = call.path("job");
    ReplayRequest request = RequestJson.as(RequestJson.object(call.body()), ReplayRequest.class);
    refuseOtherCode(request, call);
    ReplayStartView begun = service.replay(job, request, dryRun, call.by());
    if (dryRun) {
      return ApiResponse.ok(begun);
    }
    return ApiResponse.json(202, begun)
        .with("Location", PathSegments.BASE + "/jobs/" + job + "/replays/" + begun.plan().run());
  }

  /**
   * Refuses other code to operators: they may replay the same job, but another jar or other
   * parameters are other code.
   */
  private static void refuseOtherCode(ReplayRequest request, RouteCall call) {
    boolean same =
        request.jar() == null && request.jobClass() == null && request.parameters() == null;
    if (!same && call.by().role() != Role.SUBMITTER) {
      throw ApiException.of(
          403,
          "forbidden",
          "'%s' is %s, a replay with another jar or other parameters needs submitter"
              .formatted(call.by().name(), call.by().role().name().toLowerCase(Locale.ROOT)),
          "use a token of that role, or replay the job as it is");
    }
  }

  private ApiResponse promote(RouteCall call) {
    return ApiResponse.json(202, service.promote(call.path("job"), run(call), call.by()));
  }

  private ApiResponse cancel(RouteCall call) {
    boolean purge = call.query().flag("purge");
    return ApiResponse.json(
        202, service.cancelReplay(call.path("job"), run(call), purge, call.by()));
  }

  private ApiResponse diff(RouteCall call) {
    @Nullable String id = call.query().text("id");
    if (id != null && id.length() > ID_CHARS_MAX) {
      throw Errors.badRequest("this is no id of a comparison", "give the one that was answered");
    }
    int limit = call.query().number("limit", DIFFERENCES, 0, DIFFERENCES_MAX);
    return ApiResponse.ok(service.diff(call.path("job"), run(call), id, limit));
  }

  private static int run(RouteCall call) {
    return Integer.parseInt(call.path("run"));
  }
}
