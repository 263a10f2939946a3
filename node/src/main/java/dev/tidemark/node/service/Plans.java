package dev.tidemark.node.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.node.api.ApiError;
import dev.tidemark.node.api.ApiException;
import dev.tidemark.node.api.ErrorView;
import dev.tidemark.node.api.PlanView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a node reads in a plan. */
final class Plans {

  private static final Set<String> READ = Set.of("stream", "table");
  private static final Set<String> STREAM = Set.of("stream");
  private static final Set<String> HINDRANCES =
      Set.of(
          "topic_missing",
          "partitions_mismatch",
          "schema_mismatch",
          "schema_not_registered",
          "not_authorized");
  private static final Set<String> OUTAGES =
      Set.of("broker_unreachable", "registry_unreachable", "cluster_not_checked");

  private Plans() {}

  /** The topics that a job reads: streams and tables. */
  static List<String> inputs(JsonNode plan) {
    return topics(plan, READ);
  }

  /** The topics that a job reads as streams. */
  static List<String> streams(JsonNode plan) {
    return topics(plan, STREAM);
  }

  /** The topics that a job reads as tables. */
  static List<String> tables(JsonNode plan) {
    return topics(plan, Set.of("table"));
  }

  /** The topics that a job writes: results, late records and dead letters. */
  static List<String> written(JsonNode plan) {
    List<String> all = new ArrayList<>(all(plan));
    all.removeAll(inputs(plan));
    return all;
  }

  /** The topics that a job writes results to. */
  static List<String> outputs(JsonNode plan) {
    return topics(plan, Set.of("results"));
  }

  /** The stores of a job that hold more than its progress. */
  static List<String> stores(JsonNode plan) {
    List<String> stores = new ArrayList<>();
    for (JsonNode store : plan.path("stores")) {
      if (!store.path("content").asText("").equals("progress")) {
        stores.add(store.path("name").asText(""));
      }
    }
    return stores;
  }

  /** All topics that the job's author has named. */
  static List<String> all(JsonNode plan) {
    return topics(plan, Set.of());
  }

  private static List<String> topics(JsonNode plan, Set<String> roles) {
    List<String> topics = new ArrayList<>();
    for (JsonNode topic : plan.path("topics")) {
      String name = topic.path("name").asText("");
      if ((roles.isEmpty() || roles.contains(topic.path("role").asText("")))
          && !name.isEmpty()
          && !topics.contains(name)) {
        topics.add(name);
      }
    }
    return topics;
  }

  /**
   * Refuses a plan that can't run as things are.
   *
   * @throws ApiException 422 with all that stands against it, 503 if that could not be found out
   */
  static void requireRunnable(PlanView plan) {
    List<ErrorView> hindrances = plan.warnings().stream().filter(Plans::hinders).toList();
    if (hindrances.isEmpty()) {
      return;
    }
    boolean outage = hindrances.stream().anyMatch(each -> OUTAGES.contains(each.code()));
    ErrorView first = hindrances.get(0);
    List<ApiError.Detail> details =
        hindrances.stream()
            .map(each -> new ApiError.Detail(each.code(), plan.job(), each.message(), each.hint()))
            .toList();
    throw new ApiException(
        outage ? 503 : 422, new ApiError(first.code(), first.message(), first.hint(), details));
  }

  private static boolean hinders(ErrorView warning) {
    return HINDRANCES.contains(warning.code()) || OUTAGES.contains(warning.code());
  }
}
