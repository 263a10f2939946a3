package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.Ids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the route for a path and method, and checks the form of the path parameters. */
final class Router {
  private static final Map<String, Predicate<String>> FORMS =
      Map.of(
          "job", Ids::isJob,
          "run", Ids::isRun,
          "jar", Ids::isJar,
          "store", Ids::isStore,
          "partition", text -> text.matches("\\d{1,9}"),
          "offset", text -> text.matches("\\d{1,18}"));
  private static final Map<String, String> ACCEPTED =
      Map.of(
          "job", "a job's name is 1 to 64 of a-z, 0-9 and '-'",
          "run", "a run's number is 1 or more: GET /api/v1/jobs/NAME/replays lists them",
          "jar", "a jar's id is the 64 hexadecimal digits of its SHA-256",
          "store", "GET /api/v1/jobs/NAME/stores lists the stores",
          "partition", "give its number",
          "offset", "give its number");

  private final List<Route> routes;

  Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  List<Route> routes() {
    return routes;
  }

  /** Returns all routes of a path, by method. */
  Match match(List<String> segments, String encoded) {
    Map<String, Route> methods = new TreeMap<>();
    Map<String, String> values = Map.of();
    for (Route route : routes) {
      Optional<Map<String, String>> matched = values(route, segments);
      if (matched.isPresent()) {
        methods.putIfAbsent(route.method(), route);
        values = matched.get();
      }
    }
    if (methods.isEmpty()) {
      throw PathSegments.notFound(encoded);
    }
    return new Match(methods, values);
  }

  private static Optional<Map<String, String>> values(Route route, List<String> segments) {
    List<String> pattern =
        route.path().equals("/") ? List.of() : List.of(route.path().substring(1).split("/", -1));
    if (pattern.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int at = 0; at < pattern.size(); at++) {
      String expected = pattern.get(at);
      if (expected.startsWith("{")) {
        values.put(expected.substring(1, expected.length() - 1), segments.get(at));
      } else if (!expected.equals(segments.get(at))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /**
   * Checks the form of the path parameters. The name that a client gives to an uploaded jar is
   * ignored, so it is not checked.
   */
  private static void checkForms(Route route, Map<String, String> values) {
    if (route.body() != Route.Body.RAW) {
      values.forEach(Router::checkForm);
    }
  }

  private static void checkForm(String name, String value) {
    Predicate<String> form = FORMS.get(name);
    if (form == null || !form.test(value)) {
      throw Errors.badRequest(
          "'" + Errors.shown(value) + "' names no " + name,
          ACCEPTED.getOrDefault(name, "look at GET /api/v1/openapi.yaml"));
    }
  }

  /** The routes of a path, with the values of its parameters. */
  record Match(Map<String, Route> methods, Map<String, String> values) {
    /** Returns the route of a method; null for {@code OPTIONS}. */
    @Nullable Route route(String method) {
      if (method.equals("OPTIONS")) {
        return null;
      }
      Route route = methods.get(method.equals("HEAD") ? "GET" : method);
      if (route == null) {
        throw ApiException.of(
            405,
            "method_not_allowed",
            Errors.shown(method) + " is not possible here",
            "use " + allow());
      }
      checkForms(route, values);
      return route;
    }

    String allow() {
      StringBuilder allow = new StringBuilder(String.join(", ", methods.keySet()));
      if (methods.containsKey("GET")) {
        allow.append(", HEAD");
      }
      return allow.append(", OPTIONS").toString();
    }
  }
}
