package dev.tidemark.node.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who changed what: one line in the log for every request that may change something. */
final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger("dev.tidemark.audit");

  private Audit() {}

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
