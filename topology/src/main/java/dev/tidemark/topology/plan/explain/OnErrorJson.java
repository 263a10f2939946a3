package dev.tidemark.topology.plan.explain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.topology.plan.Durations;
import dev.tidemark.topology.plan.OnError;
import java.util.Locale;

/** A policy for tools and for people. */
final class OnErrorJson {

  private OnErrorJson() {}

  static ObjectNode of(OnError policy) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("action", policy.action().name().toLowerCase(Locale.ROOT));
    policy
        .retry()
        .ifPresent(
            retry ->
                json.put("retries", retry.times())
                    .put("first_delay_ms", retry.firstDelayMs())
                    .put("max_delay_ms", retry.maxDelayMs()));
    policy
        .failAbove()
        .ifPresent(limit -> json.put("fail_above", limit.count()).put("per_ms", limit.perMs()));
    return json;
  }

  static String text(OnError policy) {
    StringBuilder text = new StringBuilder();
    policy
        .retry()
        .ifPresent(
            retry ->
                text.append(
                    "%d retries after %s to %s, then "
                        .formatted(
                            retry.times(),
                            Durations.formatMs(retry.firstDelayMs()),
                            Durations.formatMs(retry.maxDelayMs()))));
    text.append(
        switch (policy.action()) {
          case DEAD_LETTER -> "dead letter";
          case SKIP -> "skip";
          case FAIL -> "fail";
        });
    policy
        .failAbove()
        .ifPresent(
            limit ->
                text.append(
                    "; fail above %d in %s"
                        .formatted(limit.count(), Durations.formatMs(limit.perMs()))));
    return text.toString();
  }
}
