package dev.tidemark.node.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who asked for what change, from where, and what came of it: also what was refused. */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.tidemark.access");

  private AccessLog() {}

  static void log(Exchange exchange, Route route, Call call, Answer.Whole answer) {
    if (route.method().equals("GET")) {
      return;
    }
    LOG.info(
        "by={} role={} from={} method={} path={} status={}",
        call.by().name(),
        call.by().role(),
        exchange.remote().getHostAddress(),
        route.method(),
        exchange.request().getHttpURI().getPath(),
        answer.status());
  }
}
