package dev.tidemark.dev.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The table of routes: which handler answers which method and path. */
final class Router {
  private final List<Route> routes = new ArrayList<>();

  /** Answers a request. */
  interface Handler extends Function<RegistryRequest, Answer> {}

  /** A handler with what stands in the varying places of its path. */
  record Match(Handler handler, Map<String, String> variables) {}

  /** The path is known, but not with this method. */
  static final class MethodNotAllowedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MethodNotAllowedException(String allowed) {
      super(allowed);
    }
  }

  private record Route(String method, List<String> pattern, Handler handler) {
    Optional<Map<String, String>> variables(List<String> segments) {
      if (segments.size() != pattern.size()) {
        return Optional.empty();
      }
      Map<String, String> variables = new LinkedHashMap<>();
      for (int i = 0; i < pattern.size(); i++) {
        String part = pattern.get(i);
        if (part.startsWith("{")) {
          variables.put(part.substring(1, part.length() - 1), segments.get(i));
        } else if (!part.equals(segments.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }
  }

  /**
   * Adds a route; of several that fit a path the first wins.
   *
   * @param pattern such as {@code /subjects/{subject}/versions}
   */
  Router route(String method, String pattern, Handler handler) {
    routes.add(new Route(method, RegistryRequest.segments(pattern), handler));
    return this;
  }

  /**
   * Finds the handler.
   *
   * @param segments of the path, decoded
   * @throws RegistryException 404 if the path is unknown
   * @throws MethodNotAllowedException with the methods that are, if it is known
   */
  Match match(String method, List<String> segments) {
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> variables = route.variables(segments);
      if (variables.isPresent() && route.method().equals(method)) {
        return new Match(route.handler(), variables.get());
      }
      variables.ifPresent(found -> allowed.add(route.method()));
    }
    if (allowed.isEmpty()) {
      throw new RegistryException(404, "HTTP 404 Not Found");
    }
    throw new MethodNotAllowedException(String.join(", ", allowed));
  }
}
