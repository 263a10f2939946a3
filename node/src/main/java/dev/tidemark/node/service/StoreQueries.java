package dev.tidemark.node.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.WorkerView;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.node.jobs.Handover;
import dev.tidemark.node.service.FanOut.Source;
import dev.tidemark.topology.plan.StoreUse;
import dev.tidemark.topology.plan.document.PlanDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Queries of the stores of a job, sent to all nodes that run a worker of it. The owner of a key of
 * a window is a function of the key: its owner's answer is the answer. The owner of a key of a
 * table is known only to its producer: that the key does not exist is reported only when every
 * partition has reported it.
 */
final class StoreQueries {

  private final JobViews views;
  private final FanOut fanOut;

  StoreQueries(JobViews views, FanOut fanOut) {
    this.views = views;
    this.fanOut = fanOut;
  }

  /** The answers of the nodes, and the nodes that did not answer. */
  private record Answers(List<StoreAnswer> all, List<String> silent) {}

  List<StoreView> stores(String name) {
    JobSpec spec = views.spec(name);
    List<String> silent = new ArrayList<>();
    for (Source source : sources(spec)) {
      try {
        List<StoreView> stores = source.service().localStores(name);
        if (!stores.isEmpty()) {
          return stores;
        }
        silent.add(source.node().id() + " runs no worker yet");
      } catch (ApiException e) {
        silent.add(source.node().id() + ": " + e.getMessage());
      }
    }
    throw unavailable(
        "no worker of job '%s' lists its stores (%s)".formatted(name, String.join("; ", silent)));
  }

  StoreAnswer query(String name, String store, JsonNode key) {
    JobSpec spec = views.spec(name);
    Answers answers = ask(spec, store, key);
    Optional<StoreAnswer> found =
        answers.all().stream()
            .filter(StoreAnswer::found)
            .max(Comparator.comparing(StoreAnswer::asOf));
    if (found.isPresent()) {
      return found.get();
    }
    Set<Integer> missing = missing(spec, store, answers);
    if (answers.all().isEmpty() || !missing.isEmpty()) {
      throw unavailable(incomplete(spec, store, answers, missing));
    }
    return answers.all().get(0);
  }

  private Answers ask(JobSpec spec, String store, JsonNode key) {
    List<StoreAnswer> all = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (Source source : sources(spec)) {
      try {
        all.addAll(source.service().localQuery(spec.name(), store, key));
      } catch (ApiException e) {
        if (e.status() < 500 && e.status() != 429) {
          throw e; // the question is wrong, for every node
        }
        silent.add(source.node().id() + ": " + e.getMessage());
      }
    }
    return new Answers(all, silent);
  }

  private List<Source> sources(JobSpec spec) {
    if (spec.desiredState() == DesiredState.STOPPED) {
      throw ApiException.of(
          409,
          "job_stopped",
          "job '%s' is stopped, so that no worker holds its stores".formatted(spec.name()),
          "resume it: tidemark resume " + spec.name());
    }
    Set<String> nodes =
        views.liveWorkers().stream()
            .filter(worker -> worker.job().equals(spec.name()) && worker.run() == spec.run())
            .filter(worker -> Handover.isAlive(worker.state()))
            .map(WorkerView::node)
            .collect(Collectors.toSet());
    List<Source> sources =
        fanOut.all().stream().filter(source -> nodes.contains(source.node().id())).toList();
    if (sources.isEmpty()) {
      throw unavailable("no worker of job '%s' runs".formatted(spec.name()));
    }
    return sources;
  }

  /**
   * Returns the partitions that have not reported that the key is not theirs; for a window the
   * owner suffices.
   */
  private static Set<Integer> missing(JobSpec spec, String store, Answers answers) {
    Set<Integer> missing = new TreeSet<>();
    if (isTable(spec, store)) {
      int partitions = answers.all().stream().mapToInt(StoreAnswer::partitions).max().orElse(0);
      IntStream.range(0, partitions).forEach(missing::add);
      answers.all().forEach(answer -> missing.remove(answer.partition()));
    }
    return missing;
  }

  private static boolean isTable(JobSpec spec, String store) {
    return PlanDocument.of(spec.plan()).storesOf(Set.of(StoreUse.Content.TABLE)).contains(store);
  }

  private static String incomplete(
      JobSpec spec, String store, Answers answers, Set<Integer> missing) {
    String what =
        missing.isEmpty()
            ? "no node owns the key's partition of store '%s' now".formatted(store)
            : "partitions %s of store '%s' were not asked".formatted(missing, store);
    String why = answers.silent().isEmpty() ? "" : " (" + String.join("; ", answers.silent()) + ")";
    return "job '%s': %s%s".formatted(spec.name(), what, why);
  }

  private static ApiException unavailable(String message) {
    return ApiException.of(
        503,
        "store_unavailable",
        message,
        "try again; while tasks move or read state back, their share can't be asked");
  }
}
