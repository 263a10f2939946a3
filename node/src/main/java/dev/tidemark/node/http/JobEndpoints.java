package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal.Role;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.service.NodeService;
import dev.tidemark.node.http.Route.Body;
import java.util.List;

/** Endpoints that create, change, list and delete jobs. */
final class JobEndpoints {
  private final NodeService service;

  JobEndpoints(NodeService service) {
    this.service = service;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/jobs", call -> ApiResponse.ok(service.jobs())),
        Route.of("POST", "/jobs", Role.SUBMITTER, Body.JSON_HEAVY, this::create).query("dry_run"),
        Route.get("/jobs/{job}", this::job),
        Route.of("PUT", "/jobs/{job}", Role.SUBMITTER, Body.JSON_HEAVY, this::put).query("dry_run"),
        Route.of("DELETE", "/jobs/{job}", Role.SUBMITTER, Body.NONE, this::delete).query("purge"),
        Route.of(
            "POST",
            "/jobs/{job}/upgrade-check",
            Role.SUBMITTER,
            Body.JSON_HEAVY,
            this::checkUpgrade),
        verb("pause", JobVerb.PAUSE),
        verb("resume", JobVerb.RESUME),
        verb("stop", JobVerb.STOP),
        verb("restart", JobVerb.RESTART));
  }

  private Route verb(String word, JobVerb verb) {
    return Route.of(
        "PUT", "/jobs/{job}/" + word, Role.OPERATOR, Body.NONE, call -> change(call, verb));
  }

  private ApiResponse job(RouteCall call) {
    JobView job = service.job(call.path("job"));
    return tagged(ApiResponse.ok(job), job);
  }

  private ApiResponse create(RouteCall call) {
    boolean dryRun = call.query().flag("dry_run");
    JobRequest request = JobBodies.job(call.body(), () -> JobSettings.DEFAULT);
    return submitted(service.create(request, dryRun, call.by()), true);
  }

  private ApiResponse put(RouteCall call) {
    boolean dryRun = call.query().flag("dry_run");
    SubmitView view = service.put(call.path("job"), named(call), call.ifMatch(), dryRun, call.by());
    return submitted(view, view.upgrade() == null);
  }

  private ApiResponse checkUpgrade(RouteCall call) {
    return ApiResponse.ok(service.checkUpgrade(call.path("job"), named(call)));
  }

  private ApiResponse change(RouteCall call, JobVerb verb) {
    JobView job = service.change(call.path("job"), verb, call.ifMatch(), call.by());
    return tagged(ApiResponse.json(202, job), job);
  }

  private ApiResponse delete(RouteCall call) {
    service.delete(call.path("job"), call.query().flag("purge"), call.ifMatch(), call.by());
    return ApiResponse.empty(202);
  }

  private JobRequest named(RouteCall call) {
    String name = call.path("job");
    JobRequest request = JobBodies.job(call.body(), () -> inForce(name));
    if (request.name() != null && !request.name().equals(name)) {
      throw Errors.badRequest(
          "the body names job '" + request.name() + "', the URL '" + name + "'",
          "leave out 'name', or give the same");
    }
    return request;
  }

  /** Returns the current settings of a job: an upgrade keeps the settings that it omits. */
  private JobSettings inForce(String name) {
    try {
      return service.job(name).spec().settings();
    } catch (ApiException e) {
      if (e.status() == 404) {
        return JobSettings.DEFAULT;
      }
      throw e;
    }
  }

  private static ApiResponse submitted(SubmitView view, boolean isNew) {
    JobView job = view.job();
    boolean created = isNew && !view.dryRun();
    ApiResponse.Whole answer = tagged(ApiResponse.json(created ? 201 : 200, view), job);
    return created
        ? answer.with("Location", PathSegments.BASE + "/jobs/" + job.spec().name())
        : answer;
  }

  private static ApiResponse.Whole tagged(ApiResponse.Whole answer, JobView job) {
    return answer.with("ETag", "\"" + job.spec().version() + "\"");
  }
}
