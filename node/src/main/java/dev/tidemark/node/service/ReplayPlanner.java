package dev.tidemark.node.service;

import dev.tidemark.node.api.ApiException;
import dev.tidemark.node.api.DesiredState;
import dev.tidemark.node.api.ErrorView;
import dev.tidemark.node.api.JobSpec;
import dev.tidemark.node.api.PlanRequest;
import dev.tidemark.node.api.PlanView;
import dev.tidemark.node.api.ReplayMode;
import dev.tidemark.node.api.ReplayPhase;
import dev.tidemark.node.api.ReplayPlanView;
import dev.tidemark.node.api.ReplayRequest;
import dev.tidemark.node.api.ReplaySpec;
import dev.tidemark.node.api.RunScope;
import dev.tidemark.node.api.UpgradeView;
import dev.tidemark.node.jobs.Planning;
import dev.tidemark.node.jobs.SpecChanges.Author;
import dev.tidemark.node.service.ReplayOffsets.Place;
import dev.tidemark.topology.runtime.RunStanding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** From what is asked for to what would be done, with all that has to be said about it before. */
final class ReplayPlanner {

  /** What one thread reads in a second unless something else was seen: an assumption. */
  private static final long ASSUMED_PER_THREAD = 20_000;

  private final JarRequests jars;
  private final Planning planning;
  private final Runs runs;
  private final OffsetsReader offsets;
  private final ProgressReaders progress;
  private final ReplayWarnings warnings;

  ReplayPlanner(
      JarRequests jars,
      Planning planning,
      Runs runs,
      OffsetsReader offsets,
      ProgressReaders progress,
      ReplayWarnings warnings) {
    this.jars = jars;
    this.planning = planning;
    this.runs = runs;
    this.offsets = offsets;
    this.progress = progress;
    this.warnings = warnings;
  }

  /**
   * A replay that can be begun.
   *
   * @param spec of the replay, or of the job with the replay's run in place
   */
  record Planned(JobSpec spec, PlanView plan, ReplayPlanView view) {}

  /**
   * Plans.
   *
   * @param measuredPerSecond what the live job was seen to process while it was behind; null if it
   *     was not
   */
  Planned plan(
      JobSpec job, ReplayRequest request, @Nullable Double measuredPerSecond, Author author) {
    PlanView plan = planOf(job, request);
    UpgradeView upgrade = Upgrades.compare(job, plan);
    if (upgrade.verdict() == UpgradeView.Verdict.REFUSED) {
      Upgrades.require(upgrade, "earliest");
    }
    int run = nextRun(job);
    ReplayMode mode = Objects.requireNonNullElse(request.mode(), ReplayMode.SHADOW);
    boolean shadow = mode == ReplayMode.SHADOW;
    String suffix =
        shadow ? Objects.requireNonNullElse(request.suffix(), ".replay-r" + run) : "";
    Map<TopicPartition, Place> places =
        new ReplayOffsets(offsets)
            .places(Plans.streams(plan.plan()), job.applicationId(), request);
    RunStanding standing = progress.standing(job);
    RunScope scope = scope(places, standing, suffix);
    ReplaySpec replay = replay(job, request, mode, suffix, places, scope, author);
    JobSpec spec = spec(job, request, plan, run, scope, replay, author);
    List<ErrorView> said = warnings.of(job, plan, places, scope, mode);
    return new Planned(spec, plan, view(spec, plan, places, scope, measuredPerSecond, said));
  }

  private PlanView planOf(JobSpec job, ReplayRequest request) {
    String jar = Objects.requireNonNullElse(request.jar(), job.jar());
    boolean sameJar = jar.equals(job.jar());
    @Nullable String jobClass =
        request.jobClass() == null && sameJar ? job.jobClass() : request.jobClass();
    return planning.plan(
        jars.file(jar),
        new PlanRequest(
            jobClass,
            Objects.requireNonNullElse(request.parameters(), job.parameters()),
            job.name()));
  }

  /** A number that no run of this job has had, as far as Kafka and the book know. */
  private int nextRun(JobSpec job) {
    SortedSet<Integer> known = runs.known(job.name());
    return Math.max(known.isEmpty() ? 0 : known.last(), job.run()) + 1;
  }

  private static RunScope scope(
      Map<TopicPartition, Place> places, RunStanding standing, String suffix) {
    Map<String, Map<Integer, RunScope.Start>> starts = new TreeMap<>();
    Map<String, Map<Integer, Long>> until = new TreeMap<>();
    places.forEach(
        (partition, place) -> {
          starts
              .computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
              .put(partition.partition(), start(partition, place, standing));
          if (place.until() != null) {
            until
                .computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                .put(partition.partition(), place.until());
          }
        });
    return new RunScope(starts, until, suffix, null, standing.idleDecisions());
  }

  /** At the last offset before which the clock is known, or at the log's start. */
  private static RunScope.Start start(
      TopicPartition partition, Place place, RunStanding standing) {
    RunStanding.@Nullable Source source =
        standing.sources().getOrDefault(partition.topic(), Map.of()).get(partition.partition());
    Map.@Nullable Entry<Long, Long> mark = source == null ? null : source.clockAt(place.from());
    return mark == null || mark.getKey() < place.earliest()
        ? new RunScope.Start(place.earliest(), null)
        : new RunScope.Start(mark.getKey(), mark.getValue());
  }

  private static ReplaySpec replay(
      JobSpec job,
      ReplayRequest request,
      ReplayMode mode,
      String suffix,
      Map<TopicPartition, Place> places,
      RunScope scope,
      Author author) {
    Map<String, Map<Integer, ReplaySpec.Range>> ranges = new TreeMap<>();
    places.forEach(
        (partition, place) ->
            ranges
                .computeIfAbsent(partition.topic(), topic -> new TreeMap<>())
                .put(
                    partition.partition(),
                    new ReplaySpec.Range(startOf(scope, partition), place.to())));
    return new ReplaySpec(
        job.name(),
        mode,
        suffix,
        request.from(),
        request.until(),
        ReplayPhase.RUNNING,
        false,
        ranges,
        ReplaySpec.Base.of(job),
        author.by(),
        author.at());
  }

  private static JobSpec spec(
      JobSpec job,
      ReplayRequest request,
      PlanView plan,
      int run,
      RunScope scope,
      ReplaySpec replay,
      Author author) {
    boolean shadow = replay.mode() == ReplayMode.SHADOW;
    return new JobSpec(
        shadow ? ReplaySpec.nameOf(job.name()) : job.name(),
        shadow ? 1 : job.version() + 1,
        run,
        Objects.requireNonNullElse(request.jar(), job.jar()),
        plan.jobClass(),
        Objects.requireNonNullElse(request.parameters(), job.parameters()),
        job.settings(),
        DesiredState.RUNNING,
        job.restarts(),
        plan.plan(),
        plan.partitions(),
        author.by(),
        author.at(),
        author.by(),
        author.at(),
        scope,
        replay);
  }

  private ReplayPlanView view(
      JobSpec spec,
      PlanView plan,
      Map<TopicPartition, Place> places,
      RunScope scope,
      @Nullable Double measuredPerSecond,
      List<ErrorView> said) {
    List<ReplayPlanView.Partition> partitions = new ArrayList<>();
    places.forEach(
        (partition, place) -> {
          long from = startOf(scope, partition);
          partitions.add(
              new ReplayPlanView.Partition(
                  partition.topic(),
                  partition.partition(),
                  "stream",
                  place.current(),
                  from,
                  place.to(),
                  Math.max(0, place.to() - from)));
        });
    partitions.addAll(tables(plan));
    long records = partitions.stream().mapToLong(ReplayPlanView.Partition::records).sum();
    boolean measured = measuredPerSecond != null && measuredPerSecond >= 1;
    long rate =
        measured && measuredPerSecond != null
            ? Math.round(measuredPerSecond)
            : ASSUMED_PER_THREAD * spec.settings().threads();
    ReplaySpec replay = Objects.requireNonNull(spec.replay());
    return new ReplayPlanView(
        spec.job(),
        spec.run(),
        spec.applicationId(),
        replay.mode(),
        replay.suffix(),
        spec.jar(),
        spec.jobClass(),
        spec.parameters(),
        partitions,
        records,
        rate,
        records * 1_000 / rate,
        measured,
        Plans.stores(plan.plan()),
        outputs(plan, replay.suffix()),
        said);
  }

  /** Tables are read from their beginning, whatever is asked for. */
  private List<ReplayPlanView.Partition> tables(PlanView plan) {
    List<TopicPartition> tables = offsets.partitions(Plans.tables(plan.plan()));
    if (tables.isEmpty()) {
      return List.of();
    }
    Map<TopicPartition, Long> earliest = offsets.offsets(tables, OffsetSpec.earliest());
    Map<TopicPartition, Long> latest = offsets.offsets(tables, OffsetSpec.latest());
    return tables.stream()
        .map(
            table -> {
              long from = earliest.getOrDefault(table, 0L);
              long to = latest.getOrDefault(table, from);
              return new ReplayPlanView.Partition(
                  table.topic(), table.partition(), "table", null, from, to, to - from);
            })
        .toList();
  }

  private static Map<String, String> outputs(PlanView plan, String suffix) {
    Map<String, String> outputs = new LinkedHashMap<>();
    Plans.written(plan.plan()).forEach(topic -> outputs.put(topic, topic + suffix));
    return outputs;
  }

  private static long startOf(RunScope scope, TopicPartition partition) {
    return Objects.requireNonNull(
            scope.starts().getOrDefault(partition.topic(), new HashMap<>()).get(partition.partition()))
        .offset();
  }

  static ApiException notFound(String name, int run) {
    return ApiException.of(
        404,
        "replay_not_found",
        "job '%s' has no replay of run %d".formatted(name, run),
        "see what there is: tidemark replay status " + name);
  }
}
