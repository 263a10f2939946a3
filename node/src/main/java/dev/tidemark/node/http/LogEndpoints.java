package dev.tidemark.node.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.client.api.Json;
import dev.tidemark.client.api.job.Ids;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.service.NodeService;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Endpoints for the logs of jobs: existing lines and new ones. */
final class LogEndpoints {
  private static final int TAIL = 100;
  private static final int TAIL_MAX = 10_000;

  private final NodeService service;
  private final LocalService local;

  LogEndpoints(NodeService service, LocalService local) {
    this.service = service;
    this.local = local;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/jobs/{job}/logs", this::logs)
            .query("tail", "since", "node", "follow", "local")
            .produces(Accept.LINES, Accept.JSON_LINES));
  }

  private ApiResponse logs(RouteCall call) {
    Query query = call.query();
    String node = query.text("node");
    if (node != null && !Ids.isName(node)) {
      throw Errors.badRequest(
          "'" + Errors.shown(node) + "' names no node", "GET /api/v1 lists the nodes");
    }
    Instant since = query.instant("since");
    boolean follow = query.flag("follow");
    int tail =
        query.number("tail", follow && since != null ? TAIL_MAX : TAIL, follow ? 0 : 1, TAIL_MAX);
    Asked asked = new Asked(call.path("job"), node, tail, since, query.flag("local"));
    Function<LogLine, String> format =
        call.type().equals(Accept.LINES) ? LogEndpoints::text : LogEndpoints::json;
    return follow
        ? follow(asked, call.type(), format)
        : ApiResponse.text(
            call.type(), lines(asked).stream().map(format).collect(Collectors.joining()));
  }

  private record Asked(
      String job, @Nullable String node, int tail, @Nullable Instant since, boolean local) {
    boolean wants(LogLine line) {
      return since == null || !line.at().isBefore(since);
    }
  }

  private List<LogLine> lines(Asked asked) {
    return asked.local
        ? local.localLogs(asked.job, asked.tail, asked.since)
        : service.logs(asked.job, asked.node, asked.tail, asked.since);
  }

  private ApiResponse follow(Asked asked, String type, Function<LogLine, String> format) {
    return new ApiResponse.Live(
        type,
        type.equals(Accept.LINES) ? new byte[0] : bytes("\n"), // readers of JSON skip empty lines
        skipped -> bytes(format.apply(skippedNote(skipped))),
        sink -> {
          Consumer<LogLine> consumer =
              line -> {
                if (asked.wants(line)) {
                  sink.accept(bytes(format.apply(line)));
                }
              };
          return asked.local
              ? local.followLocalLogs(asked.job, asked.tail, consumer)
              : service.followLogs(asked.job, asked.node, asked.tail, consumer);
        });
  }

  private static LogLine skippedNote(long skipped) {
    return new LogLine(
        "", Instant.now(), "(" + skipped + " lines skipped: they came faster than they were read)");
  }

  /** Formats a line for a terminal: the text of a job may contain control sequences. */
  private static String text(LogLine line) {
    return line.at() + " " + line.node() + " " + printable(line.text()) + "\n";
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\\t]]", "?");
  }

  private static String json(LogLine line) {
    try {
      return Json.mapper().writeValueAsString(line) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line of a log is not JSON", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
