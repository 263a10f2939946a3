package dev.tidemark.node.http;

import dev.tidemark.client.api.Principal.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the routing table.
 *
 * @param method GET answers HEAD, too
 * @param path below {@code /api/v1}, with parameters as {@code {name}}
 * @param role the least role required; empty if no token is needed
 * @param body the permitted request body
 * @param query the parameters that it knows
 * @param produces the types that it can answer with, the preferred one first
 */
record Route(
    String method,
    String path,
    Optional<Role> role,
    Body body,
    Set<String> query,
    List<String> produces,
    Endpoint endpoint) {

  /** The permitted request bodies. */
  enum Body {
    NONE,
    JSON,
    /** JSON whose processing is heavy: only a few at a time. */
    JSON_HEAVY,
    /** A jar, unmodified. */
    RAW
  }

  static Route of(String method, String path, Role role, Body body, Endpoint endpoint) {
    return new Route(
        method, path, Optional.of(role), body, Set.of(), List.of(Accept.JSON), endpoint);
  }

  static Route get(String path, Endpoint endpoint) {
    return of("GET", path, Role.VIEWER, Body.NONE, endpoint);
  }

  /** Returns this route without the need for a token. */
  Route open() {
    return new Route(method, path, Optional.empty(), body, query, produces, endpoint);
  }

  /** Returns this route with query parameters. */
  Route query(String... names) {
    return new Route(method, path, role, body, Set.of(names), produces, endpoint);
  }

  /** Returns this route with other response types. */
  Route produces(String... types) {
    return new Route(method, path, role, body, query, List.of(types), endpoint);
  }
}
