package dev.tidemark.node.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.topology.plan.StoreUse;
import dev.tidemark.topology.plan.TopicUse;
import dev.tidemark.topology.plan.document.PlanDocument;
import dev.tidemark.topology.plan.document.PlanPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads plans as JSON. */
final class Plans {

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

  /** Returns the topics that a job reads: streams and tables. */
  static List<String> inputs(JsonNode plan) {
    return PlanDocument.of(plan).topicsOf(PlanDocument.INPUTS);
  }

  /** Returns the topics that a job reads as streams. */
  static List<String> streams(JsonNode plan) {
    return PlanDocument.of(plan).topicsOf(Set.of(TopicUse.Role.STREAM));
  }

  /** Returns the topics that a job writes: results, late records and dead letters. */
  static List<String> written(JsonNode plan) {
    List<String> all = new ArrayList<>(all(plan));
    all.removeAll(inputs(plan));
    return all;
  }

  /** Returns the topics that a job writes results to. */
  static List<String> outputs(JsonNode plan) {
    return PlanDocument.of(plan).topicsOf(Set.of(TopicUse.Role.RESULTS));
  }

  /** Returns the stores of a job, without those that hold only its progress. */
  static List<String> stores(JsonNode plan) {
    return PlanDocument.of(plan).list("stores").stream()
        .filter(store -> !store.is("content", StoreUse.Content.PROGRESS.json()))
        .map(PlanPart::name)
        .toList();
  }

  /** Returns all topics that the job's author has named. */
  static List<String> all(JsonNode plan) {
    return PlanDocument.of(plan).list("topics").stream()
        .map(PlanPart::name)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * Refuses a plan that can't run now.
   *
   * @throws ApiException 422 with all reasons, 503 if they could not be checked
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
