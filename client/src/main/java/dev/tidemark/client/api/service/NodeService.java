package dev.tidemark.client.api.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.Principal;
import dev.tidemark.client.api.cluster.ClusterView;
import dev.tidemark.client.api.cluster.EventView;
import dev.tidemark.client.api.cluster.HealthView;
import dev.tidemark.client.api.cluster.JarView;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.LogLine;
import dev.tidemark.client.api.job.PlanRequest;
import dev.tidemark.client.api.job.PlanView;
import dev.tidemark.client.api.job.SubmitView;
import dev.tidemark.client.api.job.UpgradeView;
import dev.tidemark.client.api.progress.LagView;
import dev.tidemark.client.api.progress.LedgerView;
import dev.tidemark.client.api.progress.OffsetsView;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import dev.tidemark.client.api.replay.DiffView;
import dev.tidemark.client.api.replay.ReplayRequest;
import dev.tidemark.client.api.replay.ReplayStartView;
import dev.tidemark.client.api.replay.ReplayView;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a node answers; every node answers for the whole cluster. Thread-safe. Every
 * method may throw {@link ApiException}; a caller has checked the role before.
 */
public interface NodeService {

  /** The cluster and its live nodes. */
  ClusterView cluster();

  /**
   * Keeps a jar. The same bytes again change nothing.
   *
   * @param body read to its end, at most as far as the limit
   */
  JarView putJar(InputStream body, Principal by) throws IOException;

  /** All jars, newest first. */
  List<JarView> jars();

  /** One jar. */
  JarView jar(String id);

  /** Forgets a jar; refused while a job uses it. */
  void deleteJar(String id, Principal by);

  /** Plans a job, in a short-lived JVM. */
  PlanView plan(String jar, PlanRequest request);

  /** All jobs, by name. */
  List<JobView> jobs();

  /** One job. */
  JobView job(String name);

  /** Plans and starts a job that is not there yet (409 if it is). */
  SubmitView create(JobRequest request, boolean dryRun, Principal by);

  /**
   * Creates or upgrades. An upgrade that needs a replay is done only if {@code request.from} says
   * where the new run begins, otherwise it is refused with 409 and the reasons.
   *
   * @param ifMatch the version that the caller has seen; empty for any
   */
  SubmitView put(
      String name, JobRequest request, OptionalLong ifMatch, boolean dryRun, Principal by);

  /** Checks an upgrade; changes nothing. */
  UpgradeView checkUpgrade(String name, JobRequest request);

  /** Changes the desired state; returns at once. */
  JobView change(String name, JobVerb verb, OptionalLong ifMatch, Principal by);

  /**
   * Deletes a job.
   *
   * @param purge whether to delete its group, internal topics and local state, too; never its
   *     outputs
   */
  void delete(String name, boolean purge, OptionalLong ifMatch, Principal by);

  /** Returns its offsets. */
  OffsetsView offsets(String name);

  /** Returns how far it is behind. */
  LagView lag(String name);

  /** Returns the counts that account for every event. */
  LedgerView ledger(String name);

  /**
   * The newest lines of the job's logs on one node or all, oldest first.
   *
   * @param node null for all
   * @param tail how many at most, 1 to 10,000
   * @param since nothing older; null for any
   */
  List<LogLine> logs(String name, @Nullable String node, int tail, @Nullable Instant since);

  /**
   * Follows new lines until the answer is closed.
   *
   * @param consumer gets each line, on a thread of the node; when it throws, that is the end
   */
  AutoCloseable followLogs(
      String name, @Nullable String node, int tail, Consumer<LogLine> consumer);

  /** The stores of a job that can be asked. */
  List<StoreView> stores(String name);

  /**
   * Returns the contents of a store under a key, asked of the owner.
   *
   * @param key as JSON: a string, a number, or the JSON of an Avro record
   */
  StoreAnswer query(String name, String store, JsonNode key);

  /**
   * Begins to replay a job, or only plans it.
   *
   * @param dryRun whether to plan it only
   */
  ReplayStartView replay(String name, ReplayRequest request, boolean dryRun, Principal by);

  /** The replays of a job: none or one. */
  List<ReplayView> replays(String name);

  /** Returns the progress of a replay. */
  ReplayView replay(String name, int run);

  /** Lets a shadow replay take the job's place; returns before it has. */
  ReplayView promote(String name, int run, Principal by);

  /**
   * Ends a shadow replay and removes its group, internal topics and state; returns before that is
   * done.
   *
   * @param purge whether its shadow topics go, too
   */
  ReplayView cancelReplay(String name, int run, boolean purge, Principal by);

  /**
   * Compares what a shadow replay has written with what the job has. Returns after some seconds,
   * done or not.
   *
   * @param id of a comparison that is under way; null to begin one
   * @param limit how many differences of each output to give, 0 to 10,000
   */
  DiffView diff(String name, int run, @Nullable String id, int limit);

  /**
   * Events from now on.
   *
   * @param consumer gets each event, on a thread of the node; must not block
   */
  AutoCloseable events(Consumer<EventView> consumer);

  /** Returns the service for dead letters and late records. */
  DeadLetterService letters();

  /** Returns whether this node is ready. */
  HealthView health();
}
