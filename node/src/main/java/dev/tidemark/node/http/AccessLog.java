package dev.tidemark.node.http;

import dev.tidemark.client.api.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of requested changes: client, address and result, refused requests included. */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.tidemark.access");

  /** Bounds the log of refused requests: guessed tokens must not fill the disk. */
  private static final RateLimit REFUSALS = new RateLimit(1, 20, System::nanoTime);

  private AccessLog() {}

  /** Logs a refused request; of many in a row only some. */
  static void refused(Exchange exchange, ApiException e) {
    boolean isNoted = e.status() == 401 || e.status() == 403 || e.status() == 421;
    if (isNoted && REFUSALS.allows(exchange.remote())) {
      LOG.info(
          "refused error={} from={} method={} path={}",
          e.error().errorCode(),
          exchange.remote().getHostAddress(),
          Errors.shown(exchange.method()),
          Errors.shown(String.valueOf(exchange.request().getHttpURI().getPath())));
    }
  }

  static void log(Exchange exchange, Route route, RouteCall call, ApiResponse.Whole answer) {
    if (route.method().equals("GET")) {
      return;
    }
    LOG.info(
        "by={} role={} from={} method={} path={} status={}",
        call.by().name(),
        call.by().role(),
        exchange.remote().getHostAddress(),
        route.method(),
        Errors.shown(String.valueOf(exchange.request().getHttpURI().getPath())),
        answer.status());
  }
}
