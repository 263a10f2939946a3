package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.node.api.ClusterView;
import dev.tidemark.node.api.EventView;
import dev.tidemark.node.api.JarView;
import dev.tidemark.node.api.JobRequest;
import dev.tidemark.node.api.JobVerb;
import dev.tidemark.node.api.JobView;
import dev.tidemark.node.api.LagView;
import dev.tidemark.node.api.LedgerView;
import dev.tidemark.node.api.LogLine;
import dev.tidemark.node.api.PlanRequest;
import dev.tidemark.node.api.PlanView;
import dev.tidemark.node.api.StoreAnswer;
import dev.tidemark.node.api.StoreView;
import dev.tidemark.node.api.SubmitView;
import dev.tidemark.node.api.UpgradeView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the verbs ask of a cluster. Every method may throw {@link
 * dev.tidemark.node.api.ApiException}, or {@link CommandException} when no node answers.
 */
interface ClusterClient extends AutoCloseable {

  ClusterView cluster();

  List<JarView> jars();

  JarView jar(String id);

  /** Uploads a file; {@code sent} hears how many bytes are on their way. */
  JarView putJar(Path file, LongConsumer sent);

  void deleteJar(String id);

  PlanView plan(String jar, PlanRequest request);

  List<JobView> jobs();

  JobView job(String name);

  SubmitView create(JobRequest request, boolean dryRun);

  SubmitView put(String name, JobRequest request, OptionalLong ifMatch, boolean dryRun);

  UpgradeView checkUpgrade(String name, JobRequest request);

  JobView change(String name, JobVerb verb);

  void delete(String name, boolean purge);

  LagView lag(String name);

  LedgerView ledger(String name);

  List<LogLine> logs(String name, @Nullable String node, int tail, @Nullable Instant since);

  /** Blocks, and hands over lines until the node ends it. */
  void followLogs(String name, @Nullable String node, int tail, Consumer<LogLine> consumer);

  List<StoreView> stores(String name);

  StoreAnswer query(String name, String store, JsonNode key);

  /** Blocks, and hands over events until the node ends it. */
  void events(Consumer<EventView> consumer);

  @Override
  void close();
}
