package dev.tidemark.node.deadletters;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.deadletters.ClosedWindow;
import dev.tidemark.client.api.deadletters.DeadLetterFilter;
import dev.tidemark.client.api.deadletters.DeadLetterState;
import dev.tidemark.client.api.deadletters.DeadLetterStatsView;
import dev.tidemark.client.api.deadletters.DeadLetterView;
import dev.tidemark.client.api.deadletters.DeadLettersView;
import dev.tidemark.client.api.deadletters.DiscardRequest;
import dev.tidemark.client.api.deadletters.DiscardView;
import dev.tidemark.client.api.deadletters.RequeueRequest;
import dev.tidemark.client.api.deadletters.RequeueView;
import dev.tidemark.node.cluster.KafkaClients;
import dev.tidemark.records.ReadableBytes;
import dev.tidemark.serde.codec.SchemaRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The queries and requests for the dead letters of a job. Each query has a log of its own; what is
 * written goes through a {@link DeadLetterWriter}, of which each job has one at a time over all
 * nodes. Thread-safe.
 */
public final class DeadLetters {

  private static final int LIMIT = 1_000;
  private static final int LIMIT_MAX = 10_000;
  private static final int ATTEMPTS = 3;
  private static final int ATTEMPTS_MAX = 100;
  private static final int RATE_MAX = 100_000;
  private static final int REASON_CHARS_MAX = 500;
  private static final long PAGE_BYTES_MAX = 8L << 20;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long WORK_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int TURN_SECONDS = 20;

  private final Access access;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final LongConsumer pause;
  private final Resolutions resolutions = new Resolutions();
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

  /**
   * Those in the Kafka of a node.
   *
   * @param registry knows the schemas of what jobs read; null for none
   */
  public static DeadLetters in(
      Admin admin, KafkaClients clients, @Nullable SchemaRegistry registry) {
    return new DeadLetters(
        new KafkaAccess(admin, clients, registry),
        Clock.systemUTC(),
        System::nanoTime,
        LockSupport::parkNanos);
  }

  /**
   * Makes one.
   *
   * @param pause waits for so many nanoseconds
   */
  DeadLetters(Access access, Clock clock, LongSupplier nanoTime, LongConsumer pause) {
    this.access = access;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /** Access to topics. */
  interface Access {
    /** A log for one question. */
    DeadLetterLog log();

    /** Takes over the writing for a job; the topics are those that have letters. */
    DeadLetterWriter writer(String job, List<String> topics);

    /** Shows bytes, for one question. */
    ReadableBytes readable();
  }

  /** Those that fit; see {@link dev.tidemark.client.api.service.DeadLetterService#list}. */
  public DeadLettersView list(
      JobDeadLetters job,
      DeadLetterFilter filter,
      int limit,
      @Nullable String after,
      boolean whole) {
    checkRange("limit", limit, LIMIT_MAX);
    Continuation start = after == null ? null : Continuation.parse(after);
    ReadableBytes readable = access.readable();
    try (DeadLetterLog log = access.log()) {
      DeadLetterScan scan = scan(log, job, new Selection(filter, readable), LOOK_NANOS);
      List<Found> found = new ArrayList<>();
      long[] bytes = new long[1];
      Optional<Continuation> next =
          scan.run(
              start == null ? scan.begin() : start,
              (letter, state) -> {
                found.add(new Found(letter, state));
                bytes[0] += letter.at().serializedValueSize() + letter.at().serializedKeySize();
                return found.size() < limit && bytes[0] < PAGE_BYTES_MAX;
              });
      List<DeadLetterView> views = views(log, scan, job, readable, found, whole);
      return new DeadLettersView(job.job(), views, next.map(Continuation::text).orElse(null));
    }
  }

  private record Found(StoredDeadLetter letter, DeadLetterState state) {}

  /** Returns the numbers; see {@link dev.tidemark.client.api.service.DeadLetterService#stats}. */
  public DeadLetterStatsView stats(JobDeadLetters job, DeadLetterFilter filter) {
    DeadLetterFilter all = filter.state() == null ? withState(filter, "all") : filter;
    try (DeadLetterLog log = access.log()) {
      DeadLetterScan scan = scan(log, job, new Selection(all, access.readable()), LOOK_NANOS);
      DeadLetterGroups groups = new DeadLetterGroups();
      Optional<Continuation> next =
          scan.run(
              scan.begin(),
              (letter, state) -> {
                groups.add(letter, state);
                return true;
              });
      return groups.view(job.job(), job.topics(), next.isEmpty());
    }
  }

  /**
   * Requeues; see {@link dev.tidemark.client.api.service.DeadLetterService#requeue}.
   *
   * @param watermarks of the source partitions, as committed
   */
  public RequeueView requeue(
      JobDeadLetters job,
      RequeueRequest request,
      String by,
      Supplier<Map<TopicPartition, Long>> watermarks) {
    DeadLetterFilter filter = openOnly(request.filter());
    int maxAttempts = checkRange("max_attempts", request.maxAttempts(), ATTEMPTS, ATTEMPTS_MAX);
    int rate = request.rate() == null ? 0 : checkRange("rate", request.rate(), RATE_MAX);
    int limit = checkRange("limit", request.limit(), LIMIT, LIMIT_MAX);
    boolean dryRun = Boolean.TRUE.equals(request.dryRun());
    ClosedWindow policy =
        request.closedWindow() == null ? ClosedWindow.REFUSE : request.closedWindow();
    return settle(
        job,
        new Work(filter, request.after(), dryRun, new RequeueBatch.Bounds(limit, rate)),
        (scan, settling, start) -> {
          RequeueDecision.RequeueRules rules =
              new RequeueDecision.RequeueRules(
                  job, new ClosedWindows(job, watermarks.get()), policy, maxAttempts);
          Requeue requeue = new Requeue(rules, scan, by, clock);
          Optional<Continuation> next = settling.run(scan, start, requeue);
          return requeue.view(dryRun, next);
        });
  }

  /** Discards; see {@link dev.tidemark.client.api.service.DeadLetterService#discard}. */
  public DiscardView discard(JobDeadLetters job, DiscardRequest request, String by) {
    String reason = reason(request.reason());
    int limit = checkRange("limit", request.limit(), LIMIT, LIMIT_MAX);
    boolean dryRun = Boolean.TRUE.equals(request.dryRun());
    return settle(
        job,
        new Work(
            openOnly(request.filter()), request.after(), dryRun, new RequeueBatch.Bounds(limit, 0)),
        (scan, settling, start) -> {
          long[] count = new long[1];
          Optional<Continuation> next =
              settling.run(
                  scan,
                  start,
                  (letter, state) -> discarded(scan, letter, state, by, reason, count));
          return new DiscardView(
              job.job(), dryRun, count[0], next.map(Continuation::text).orElse(null));
        });
  }

  private RequeueBatch.Step discarded(
      DeadLetterScan scan,
      StoredDeadLetter letter,
      DeadLetterState state,
      String by,
      String reason,
      long[] count) {
    if (state != DeadLetterState.OPEN) {
      return new RequeueBatch.Step(null, () -> {});
    }
    Resolution resolution =
        Resolution.of(
                DeadLetterState.DISCARDED,
                by,
                clock.instant(),
                letter,
                scan.topicId(letter.topic()))
            .because(reason);
    return new RequeueBatch.Step(
        new DeadLetterWriter.Settled(letter, resolution, null), () -> count[0]++);
  }

  private record Work(
      DeadLetterFilter filter,
      @Nullable String after,
      boolean dryRun,
      RequeueBatch.Bounds bounds) {}

  private interface Action<T> {
    T run(DeadLetterScan scan, RequeueBatch settling, @Nullable Continuation start);
  }

  /** The writer is opened first: what the one before has committed is read then. */
  private <T> T settle(JobDeadLetters job, Work work, Action<T> action) {
    Continuation start = work.after() == null ? null : Continuation.parse(work.after());
    Selection selection = new Selection(work.filter(), access.readable());
    ReentrantLock turn = turns.computeIfAbsent(job.job(), name -> new ReentrantLock(true));
    acquire(turn, job);
    try (DeadLetterLog log = access.log()) {
      List<String> topics =
          job.topics().stream()
              .filter(selection::wantsTopic)
              .filter(topic -> log.topicEnds(topic).isPresent())
              .toList();
      if (work.dryRun() || topics.isEmpty()) {
        DeadLetterScan scan = scan(log, job, selection, LOOK_NANOS);
        return action.run(scan, new RequeueBatch(null, nanoTime, pause, work.bounds()), start);
      }
      try (DeadLetterWriter writer = access.writer(job.job(), topics)) {
        DeadLetterScan scan = scan(log, job, selection, WORK_NANOS);
        return action.run(scan, new RequeueBatch(writer, nanoTime, pause, work.bounds()), start);
      }
    } finally {
      turn.unlock();
    }
  }

  private static void acquire(ReentrantLock turn, JobDeadLetters job) {
    try {
      if (turn.tryLock(TURN_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw ApiException.of(
        503,
        "letters_busy",
        "others decide about the dead letters of job '%s' on this node".formatted(job.job()),
        "try again in a moment");
  }

  private DeadLetterScan scan(
      DeadLetterLog log, JobDeadLetters job, Selection selection, long nanos) {
    selection.requireOneOf(job.topics());
    DeadLetterScan scan =
        new DeadLetterScan(
            log, job, resolutions, selection, nanoTime, nanoTime.getAsLong() + nanos);
    scan.open();
    return scan;
  }

  private static List<DeadLetterView> views(
      DeadLetterLog log,
      DeadLetterScan scan,
      JobDeadLetters job,
      ReadableBytes readable,
      List<Found> found,
      boolean whole) {
    Map<String, Set<String>> settled = new HashMap<>();
    for (Found each : found) {
      if (each.state() != DeadLetterState.OPEN) {
        settled
            .computeIfAbsent(each.letter().topic(), topic -> new HashSet<>())
            .add(each.letter().name());
      }
    }
    Map<String, Map<String, Resolution>> details = new HashMap<>();
    settled.forEach(
        (topic, names) ->
            details.put(topic, Resolutions.details(log, topic, scan.topicId(topic), names)));
    DeadLetterViews views = new DeadLetterViews(job, readable);
    return found.stream()
        .map(
            each ->
                views.of(
                    each.letter(),
                    each.state(),
                    details.getOrDefault(each.letter().topic(), Map.of()).get(each.letter().name()),
                    whole))
        .toList();
  }

  private static DeadLetterFilter openOnly(@Nullable DeadLetterFilter filter) {
    DeadLetterFilter given = filter == null ? DeadLetterFilter.OPEN : filter;
    if (given.state() != null && !given.state().equalsIgnoreCase("open")) {
      throw refused("only open ones can be requeued or discarded", "leave out 'state'");
    }
    return given;
  }

  private static DeadLetterFilter withState(DeadLetterFilter filter, String state) {
    return new DeadLetterFilter(
        filter.topic(),
        filter.step(),
        filter.exception(),
        filter.cause(),
        filter.since(),
        filter.until(),
        filter.key(),
        filter.at(),
        state);
  }

  @SuppressWarnings("ConstantValue") // may be missing in what came over the network
  private static String reason(String given) {
    String reason = given == null ? "" : given.replaceAll("[\\p{Cc}\\s]+", " ").strip();
    if (reason.isEmpty() || reason.length() > REASON_CHARS_MAX) {
      throw refused(
          reason.isEmpty() ? "'reason' is missing" : "'reason' is too long",
          "say why, in 1 to %d characters: it is kept permanently".formatted(REASON_CHARS_MAX));
    }
    return reason;
  }

  private static int checkRange(String name, @Nullable Integer given, int fallback, int max) {
    return given == null ? fallback : checkRange(name, given, max);
  }

  private static int checkRange(String name, int given, int max) {
    if (given < 1 || given > max) {
      throw refused(
          "'%s' is %d".formatted(name, given), "give a number from 1 to %d".formatted(max));
    }
    return given;
  }

  private static ApiException refused(String message, String hint) {
    return ApiException.of(400, "bad_request", message, hint);
  }
}
