package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.node.config.NodeConfig;
import dev.tidemark.node.http.Route.Body;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Admits requests step by step, the cheapest check first: the rate, the origin, the path, the
 * caller, the content type; then collects the body and hands the request to a thread of the pool.
 */
final class ApiHandler extends Handler.Abstract.NonBlocking {
  /** An upload may take this many times as long as a JSON body. */
  private static final int UPLOAD_FACTOR = 20;

  private final NodeConfig.Limits limits;
  private final Doors doors;
  private final Router router;
  private final RequestPool pool;
  private final LiveStreams streams;
  private final ScheduledExecutorService clock;
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  ApiHandler(
      NodeConfig.Limits limits,
      Doors doors,
      Router router,
      RequestPool pool,
      LiveStreams streams,
      ScheduledExecutorService clock) {
    this.limits = limits;
    this.doors = doors;
    this.router = router;
    this.pool = pool;
    this.streams = streams;
    this.clock = clock;
  }

  /** The checks that run before the route is looked up. */
  record Doors(RateLimit rate, OriginCheck gate, Authorization authorization) {}

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback, clock, open::remove);
    open.add(exchange);
    try {
      admit(exchange);
    } catch (ApiException e) {
      refuse(exchange, e);
    } catch (RuntimeException | Error e) {
      exchange.unexpected(e);
    }
    return true;
  }

  /** Refuses all further requests and ends the open streams. */
  void finish() {
    stopping = true;
    streams.finishAll();
  }

  /** Returns the number of requests that are not answered to their end. */
  int open() {
    return open.size();
  }

  /** Returns whether one of the open requests came over this connection. */
  boolean isServing(EndPoint endPoint) {
    return open.stream().anyMatch(exchange -> exchange.endPoint() == endPoint);
  }

  private void admit(Exchange exchange) {
    if (stopping) {
      exchange.response().getHeaders().put(HttpHeader.CONNECTION, "close");
      throw Errors.unavailable("stopping", "this node is stopping", "ask another node");
    }
    if (!doors.rate.allows(exchange.remote())) {
      throw ApiException.of(
          429,
          "too_many_requests",
          "your address asks too often",
          "wait a second between requests");
    }
    doors.gate.check(exchange.request());
    HttpURI uri = exchange.request().getHttpURI();
    String path = uri.getPath() == null ? "" : uri.getPath();
    Router.Match match = router.match(PathSegments.segments(path), path);
    Route route = route(exchange, match);
    if (route == null) {
      exchange.answer(ApiResponse.empty(204).with("Allow", match.allow()));
      return;
    }
    Principal by =
        route.role().isEmpty()
            ? new Principal("anonymous", Principal.Role.VIEWER)
            : doors.authorization.check(exchange.headers(), route.role().get());
    ContentTypes.check(route, exchange.headers());
    String type = Accept.best(exchange.headers(), route.produces());
    Query query = Query.parse(uri.getQuery(), route.query());
    serve(
        exchange,
        route,
        new RouteCall(
            match.values(), query, exchange.headers(), by, type, new byte[0], UploadStream.none()));
  }

  private @Nullable Route route(Exchange exchange, Router.Match match) {
    try {
      return match.route(exchange.method());
    } catch (ApiException e) {
      if (e.status() == 405) {
        exchange.response().getHeaders().put(HttpHeader.ALLOW, match.allow());
      }
      throw e;
    }
  }

  private void serve(Exchange exchange, Route route, RouteCall call) {
    switch (route.body()) {
      case NONE -> {
        if (hasBody(exchange.request())) {
          throw Errors.badRequest("this request takes no body", "send none");
        }
        if (route.role().isEmpty()) {
          run(exchange, route, call);
        } else {
          pool.execute(() -> run(exchange, route, call));
        }
      }
      case JSON, JSON_HEAVY ->
          BodyReader.read(
              exchange,
              limits.bodyBytesMax(),
              limits.bodySeconds(),
              body -> serve(exchange, route, call, body));
      case RAW -> receive(exchange, route, call);
    }
  }

  private void serve(Exchange exchange, Route route, RouteCall call, byte[] body) {
    try {
      Optional<Runnable> place =
          route.body() == Body.JSON_HEAVY
              ? Optional.of(pool.place(route.body()))
              : Optional.empty();
      RouteCall whole =
          new RouteCall(
              call.path(),
              call.query(),
              call.headers(),
              call.by(),
              call.type(),
              body,
              call.upload());
      execute(place, () -> run(exchange, route, whole));
    } catch (ApiException e) {
      exchange.refuse(e);
    }
  }

  private void receive(Exchange exchange, Route route, RouteCall call) {
    Request request = exchange.request();
    if (request.getLength() > limits.jarBytesMax()) {
      throw UploadStream.tooLarge(limits.jarBytesMax());
    }
    UploadStream upload =
        new UploadStream(
            request, limits.jarBytesMax(), (long) limits.bodySeconds() * UPLOAD_FACTOR);
    RouteCall whole =
        new RouteCall(
            call.path(), call.query(), call.headers(), call.by(), call.type(), call.body(), upload);
    execute(Optional.of(pool.place(route.body())), () -> run(exchange, route, whole));
  }

  private void execute(Optional<Runnable> place, Runnable work) {
    Runnable release = place.orElse(() -> {});
    try {
      pool.execute(
          () -> {
            try {
              work.run();
            } finally {
              release.run();
            }
          });
    } catch (ApiException e) {
      release.run();
      throw e;
    }
  }

  private void run(Exchange exchange, Route route, RouteCall call) {
    try {
      ApiResponse answer = route.endpoint().answer(call);
      if (answer instanceof ApiResponse.Live live) {
        begin(exchange, live);
      } else if (answer instanceof ApiResponse.Whole whole) {
        finish(exchange, route, call, whole);
      }
    } catch (ApiException e) {
      finish(exchange, route, call, ApiResponse.error(e));
    } catch (Exception | Error e) {
      fail(exchange, route, call, e);
    }
  }

  private void begin(Exchange exchange, ApiResponse.Live live) {
    if (exchange.method().equals("HEAD")) {
      exchange.answer(ApiResponse.text(live.contentType(), ""));
      return;
    }
    streams.start(exchange, live);
  }

  private void fail(Exchange exchange, Route route, RouteCall call, Throwable failure) {
    if (call.upload().refusal() != null) {
      finish(exchange, route, call, ApiResponse.empty(500));
      return;
    }
    exchange.unexpected(failure);
  }

  /**
   * Answers. An upload that was cut short is refused with the reason of its stream, whatever the
   * endpoint returned.
   */
  private void finish(Exchange exchange, Route route, RouteCall call, ApiResponse.Whole answer) {
    UploadStream upload = call.upload();
    ApiException cut = upload.refusal();
    ApiResponse.Whole last = cut == null ? answer : ApiResponse.error(cut);
    boolean waiting = upload.isWaiting();
    upload.close();
    AccessLog.log(exchange, route, call, last);
    if (upload.isEnded()) {
      exchange.answer(last);
    } else {
      exchange.answerBody(last, waiting);
    }
  }

  private static void refuse(Exchange exchange, ApiException e) {
    AccessLog.refused(exchange, e);
    if (hasBody(exchange.request())) {
      exchange.refuseBody(e, false);
    } else {
      exchange.refuse(e);
    }
  }

  private static boolean hasBody(Request request) {
    return request.getLength() != 0
        && (request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
  }
}
