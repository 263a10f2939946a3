package dev.tidemark.node.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.Principal.Role;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterKind;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.client.api.deadletters.DeadLettersView;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.service.NodeService;
import dev.tidemark.node.http.Route.Body;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Endpoints for the dead letters and late records of jobs: list, export, requeue and discard. */
final class DeadLetterEndpoints {
  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 10_000;
  private static final int EXPORT_LIMIT = 1_000;
  private static final List<String> FILTER =
      List.of("topic", "step", "exception", "cause", "since", "until", "key", "at", "state");

  private final NodeService service;

  DeadLetterEndpoints(NodeService service) {
    this.service = service;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (DeadLetterKind kind : DeadLetterKind.values()) {
      String base = "/jobs/{job}/" + kind.path();
      routes.add(Route.get(base, call -> list(call, kind)).query(query("limit", "after")));
      routes.add(Route.get(base + "/stats", call -> stats(call, kind)).query(query()));
      routes.add(
          Route.get(base + "/export", call -> export(call, kind))
              .query(query("limit", "after"))
              .produces(Accept.JSON_LINES));
      routes.add(
          Route.get(base + "/{partition}/{offset}", call -> show(call, kind)).query("topic"));
      routes.add(
          Route.of(
              "POST", base + "/requeue", Role.OPERATOR, Body.JSON, call -> requeue(call, kind)));
    }
    routes.add(
        Route.of(
            "POST", "/jobs/{job}/dead-letters/discard", Role.OPERATOR, Body.JSON, this::discard));
    return routes;
  }

  private ApiResponse list(RouteCall call, DeadLetterKind kind) {
    return ApiResponse.ok(page(call, kind, LIMIT, false));
  }

  private ApiResponse stats(RouteCall call, DeadLetterKind kind) {
    return ApiResponse.ok(service.letters().stats(job(call), kind, filter(call.query())));
  }

  private ApiResponse show(RouteCall call, DeadLetterKind kind) {
    return ApiResponse.ok(
        service
            .letters()
            .show(
                job(call),
                kind,
                call.query().text("topic"),
                Integer.parseInt(call.path("partition")),
                Long.parseLong(call.path("offset"))));
  }

  /** Returns a page of lines; the {@code Link} header has the next page if there is one. */
  private ApiResponse export(RouteCall call, DeadLetterKind kind) {
    DeadLettersView page = page(call, kind, EXPORT_LIMIT, true);
    StringBuilder lines = new StringBuilder();
    page.letters().forEach(letter -> lines.append(line(letter)).append('\n'));
    ApiResponse.Whole answer = ApiResponse.text(Accept.JSON_LINES, lines.toString());
    String next = page.next();
    return next == null ? answer : answer.with("Link", link(call, kind, next));
  }

  private ApiResponse requeue(RouteCall call, DeadLetterKind kind) {
    ObjectNode body = RequestJson.object(call.body());
    upperCase(body, "closed_window");
    RequeueRequest request = RequestJson.as(body, RequeueRequest.class);
    return ApiResponse.ok(service.letters().requeue(job(call), kind, request, call.by()));
  }

  private ApiResponse discard(RouteCall call) {
    ObjectNode body = RequestJson.object(call.body());
    if (!body.path("reason").isTextual()) {
      throw Errors.badRequest("'reason' is missing", "say why: it is kept permanently");
    }
    DiscardRequest request = RequestJson.as(body, DiscardRequest.class);
    return ApiResponse.ok(service.letters().discard(job(call), request, call.by()));
  }

  private DeadLettersView page(RouteCall call, DeadLetterKind kind, int limit, boolean whole) {
    Query query = call.query();
    return service
        .letters()
        .list(
            job(call),
            kind,
            filter(query),
            query.number("limit", limit, 1, LIMIT_MAX),
            query.text("after"),
            whole);
  }

  private static DeadLetterFilter filter(Query query) {
    return new DeadLetterFilter(
        query.text("topic"),
        query.text("step"),
        query.text("exception"),
        query.text("cause"),
        query.instant("since"),
        query.instant("until"),
        query.text("key"),
        query.text("at"),
        query.text("state"));
  }

  private static String[] query(String... more) {
    List<String> names = new ArrayList<>(FILTER);
    names.addAll(List.of(more));
    return names.toArray(new String[0]);
  }

  private static String link(RouteCall call, DeadLetterKind kind, String next) {
    StringBuilder url = new StringBuilder(PathSegments.BASE);
    url.append("/jobs/").append(job(call)).append('/').append(kind.path()).append("/export?after=");
    url.append(next);
    for (String name : query("limit")) {
      String value = call.query().text(name);
      if (value != null) {
        url.append('&').append(name).append('=').append(encode(value));
      }
    }
    return "<" + url + ">; rel=\"next\"";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void upperCase(ObjectNode body, String field) {
    @Nullable String text = body.path(field).textValue();
    if (text != null) {
      body.put(field, text.toUpperCase(Locale.ROOT));
    }
  }

  private static String line(DeadLetterView letter) {
    try {
      return Json.mapper().writeValueAsString(letter);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a dead letter is not JSON", e);
    }
  }

  private static String job(RouteCall call) {
    return call.path("job");
  }
}
