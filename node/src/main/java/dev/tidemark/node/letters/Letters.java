package dev.tidemark.node.letters;

import dev.tidemark.node.api.ApiException;
import dev.tidemark.node.api.ClosedWindow;
import dev.tidemark.node.api.DiscardRequest;
import dev.tidemark.node.api.DiscardView;
import dev.tidemark.node.api.LetterFilter;
import dev.tidemark.node.api.LetterState;
import dev.tidemark.node.api.LetterStatsView;
import dev.tidemark.node.api.LetterView;
import dev.tidemark.node.api.LettersView;
import dev.tidemark.node.api.RequeueRequest;
import dev.tidemark.node.api.RequeueView;
import dev.tidemark.node.cluster.KafkaClients;
import dev.tidemark.serde.SchemaRegistry;
import dev.tidemark.topology.runtime.ReadableBytes;
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
 * What can be asked about the letters of a job, and done with them. Each question has a log of its
 * own; what is written goes through a {@link LetterWriter}, of which each job has one at a time
 * over all nodes. Thread-safe.
 */
public final class Letters {

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
  public static Letters in(Admin admin, KafkaClients clients, @Nullable SchemaRegistry registry) {
    return new Letters(
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
  Letters(Access access, Clock clock, LongSupplier nanoTime, LongConsumer pause) {
    this.access = access;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /** How topics are reached. */
  interface Access {
    /** A log for one question. */
    LetterLog log();

    /** Takes over the writing for a job; the topics are those that have letters. */
    LetterWriter writer(String job, List<String> topics);

    /** Shows bytes, for one question. */
    ReadableBytes readable();
  }

  /** Those that fit; see {@link dev.tidemark.node.api.LetterService#list}. */
  public LettersView list(
      JobLetters job, LetterFilter filter, int limit, @Nullable String after, boolean whole) {
    checkRange("limit", limit, LIMIT_MAX);
    Continuation start = after == null ? null : Continuation.parse(after);
    ReadableBytes readable = access.readable();
    try (LetterLog log = access.log()) {
      LetterScan scan = scan(log, job, new Selection(filter, readable), LOOK_NANOS);
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
      List<LetterView> views = views(log, scan, job, readable, found, whole);
      return new LettersView(job.job(), views, next.map(Continuation::text).orElse(null));
    }
  }

  private record Found(Letter letter, LetterState state) {}

  /** How many; see {@link dev.tidemark.node.api.LetterService#stats}. */
  public LetterStatsView stats(JobLetters job, LetterFilter filter) {
    LetterFilter all = filter.state() == null ? withState(filter, "all") : filter;
    try (LetterLog log = access.log()) {
      LetterScan scan = scan(log, job, new Selection(all, access.readable()), LOOK_NANOS);
      LetterGroups groups = new LetterGroups();
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
   * Requeues; see {@link dev.tidemark.node.api.LetterService#requeue}.
   *
   * @param watermarks of the source partitions, as committed
   */
  public RequeueView requeue(
      JobLetters job,
      RequeueRequest request,
      String by,
      Supplier<Map<TopicPartition, Long>> watermarks) {
    LetterFilter filter = openOnly(request.filter());
    int maxAttempts = checkRange("max_attempts", request.maxAttempts(), ATTEMPTS, ATTEMPTS_MAX);
    int rate = request.rate() == null ? 0 : checkRange("rate", request.rate(), RATE_MAX);
    int limit = checkRange("limit", request.limit(), LIMIT, LIMIT_MAX);
    boolean dryRun = Boolean.TRUE.equals(request.dryRun());
    ClosedWindow policy =
        request.closedWindow() == null ? ClosedWindow.REFUSE : request.closedWindow();
    return settle(
        job,
        new Work(filter, request.after(), dryRun, new Settling.Bounds(limit, rate)),
        (scan, settling, start) -> {
          RequeueDecision.RequeueRules rules =
              new RequeueDecision.RequeueRules(
                  job, new ClosedWindows(job, watermarks.get()), policy, maxAttempts);
          Requeue requeue = new Requeue(rules, scan, by, clock);
          Optional<Continuation> next = settling.run(scan, start, requeue);
          return requeue.view(dryRun, next);
        });
  }

  /** Discards; see {@link dev.tidemark.node.api.LetterService#discard}. */
  public DiscardView discard(JobLetters job, DiscardRequest request, String by) {
    String reason = reason(request.reason());
    int limit = checkRange("limit", request.limit(), LIMIT, LIMIT_MAX);
    boolean dryRun = Boolean.TRUE.equals(request.dryRun());
    return settle(
        job,
        new Work(
            openOnly(request.filter()), request.after(), dryRun, new Settling.Bounds(limit, 0)),
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

  private Settling.Step discarded(
      LetterScan scan, Letter letter, LetterState state, String by, String reason, long[] count) {
    if (state != LetterState.OPEN) {
      return new Settling.Step(null, () -> {});
    }
    Resolution resolution =
        Resolution.of(
                LetterState.DISCARDED, by, clock.instant(), letter, scan.topicId(letter.topic()))
            .because(reason);
    return new Settling.Step(new LetterWriter.Settled(letter, resolution, null), () -> count[0]++);
  }

  private record Work(
      LetterFilter filter, @Nullable String after, boolean dryRun, Settling.Bounds bounds) {}

  private interface Action<T> {
    T run(LetterScan scan, Settling settling, @Nullable Continuation start);
  }

  /** The writer is opened first: what the one before has committed is read then. */
  private <T> T settle(JobLetters job, Work work, Action<T> action) {
    Continuation start = work.after() == null ? null : Continuation.parse(work.after());
    Selection selection = new Selection(work.filter(), access.readable());
    ReentrantLock turn = turns.computeIfAbsent(job.job(), name -> new ReentrantLock(true));
    acquire(turn, job);
    try (LetterLog log = access.log()) {
      List<String> topics =
          job.topics().stream()
              .filter(selection::wantsTopic)
              .filter(topic -> log.standing(topic).isPresent())
              .toList();
      if (work.dryRun() || topics.isEmpty()) {
        LetterScan scan = scan(log, job, selection, LOOK_NANOS);
        return action.run(scan, new Settling(null, nanoTime, pause, work.bounds()), start);
      }
      try (LetterWriter writer = access.writer(job.job(), topics)) {
        LetterScan scan = scan(log, job, selection, WORK_NANOS);
        return action.run(scan, new Settling(writer, nanoTime, pause, work.bounds()), start);
      }
    } finally {
      turn.unlock();
    }
  }

  private static void acquire(ReentrantLock turn, JobLetters job) {
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

  private LetterScan scan(LetterLog log, JobLetters job, Selection selection, long nanos) {
    selection.requireOneOf(job.topics());
    LetterScan scan =
        new LetterScan(log, job, resolutions, selection, nanoTime, nanoTime.getAsLong() + nanos);
    scan.open();
    return scan;
  }

  private static List<LetterView> views(
      LetterLog log,
      LetterScan scan,
      JobLetters job,
      ReadableBytes readable,
      List<Found> found,
      boolean whole) {
    Map<String, Set<String>> settled = new HashMap<>();
    for (Found each : found) {
      if (each.state() != LetterState.OPEN) {
        settled
            .computeIfAbsent(each.letter().topic(), topic -> new HashSet<>())
            .add(each.letter().name());
      }
    }
    Map<String, Map<String, Resolution>> details = new HashMap<>();
    settled.forEach(
        (topic, names) ->
            details.put(topic, Resolutions.details(log, topic, scan.topicId(topic), names)));
    LetterViews views = new LetterViews(job, readable);
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

  private static LetterFilter openOnly(@Nullable LetterFilter filter) {
    LetterFilter given = filter == null ? LetterFilter.OPEN : filter;
    if (given.state() != null && !given.state().equalsIgnoreCase("open")) {
      throw refused("only open ones can be requeued or discarded", "leave out 'state'");
    }
    return given;
  }

  private static LetterFilter withState(LetterFilter filter, String state) {
    return new LetterFilter(
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
          "say why, in 1 to %d characters: it is kept for good".formatted(REASON_CHARS_MAX));
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
