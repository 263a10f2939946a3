package dev.tidemark.node.service;

import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.ReplaySpec;
import dev.tidemark.node.cluster.KafkaJars;
import dev.tidemark.node.cluster.Membership;
import dev.tidemark.node.jobs.JobRegistry;
import dev.tidemark.node.jobs.Share;
import dev.tidemark.node.jobs.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the workers of this node follow the decisions of the cluster: on each change of the job
 * registry, of the nodes or of the workers, and twice a second. One thread runs all rounds, so a
 * round always sees the result of the one before.
 */
public final class Reconciler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final long ROUND_MS = 500;
  private static final int HOUSEKEEPING_ROUNDS = 10;
  private static final long STOP_SECONDS = 10;

  private final String self;
  private final JobRegistry jobRegistry;
  private final KafkaJars jars;
  private final Membership membership;
  private final Workers workers;
  private final ClusterService service;
  private final Supplier<Set<String>> localJobs;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicBoolean due = new AtomicBoolean();
  private final List<AutoCloseable> subscriptions = new ArrayList<>();
  private Map<String, JobSpec> wanted = Map.of(); // confined to the thread
  private Set<String> leftovers =
      Set.of(); // confined to the thread: removed jobs that left files here
  private Set<String> seen = Set.of(); // confined to the thread: the jobs of the last round
  private long rounds; // confined to the thread
  private volatile boolean leaving;

  /**
   * Creates a reconciler that is not started.
   *
   * @param localJobs the names of the jobs that have files here
   */
  public Reconciler(ServiceParts parts, ClusterService service, Supplier<Set<String>> localJobs) {
    this.self = parts.config().id();
    this.jobRegistry = parts.memory().book();
    this.jars = parts.memory().jars();
    this.membership = parts.memory().membership();
    this.workers = parts.workers();
    this.service = service;
    this.localJobs = localJobs;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "tidemark-reconcile");
              made.setDaemon(true);
              return made;
            });
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Starts; returns after the first round. */
  public void start() {
    subscriptions.add(jobRegistry.onChange(this::signal));
    subscriptions.add(workers.onChange(this::signal));
    leftovers = Set.copyOf(localJobs.get());
    thread.scheduleWithFixedDelay(this::round, 0, ROUND_MS, TimeUnit.MILLISECONDS);
    try {
      thread.submit(() -> {}).get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the node's first round did not end", e);
    }
  }

  /** Stops managing workers and only reports on them; the caller stops them. */
  public void leave() {
    leaving = true;
    signal();
  }

  @Override
  public void close() {
    subscriptions.forEach(Reconciler::closeQuietly);
    subscriptions.clear();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void signal() {
    if (due.compareAndSet(false, true)) {
      try {
        thread.execute(this::round);
      } catch (RejectedExecutionException e) {
        LOG.debug("a change came after the end", e);
      }
    }
  }

  private void round() {
    due.set(false);
    try {
      membership.beat();
      Map<String, JobSpec> jobs = jobRegistry.jobs();
      if (!leaving) {
        want(jobs);
        removeLeftovers(jobs);
      }
      service.changed();
      if (rounds++ % HOUSEKEEPING_ROUNDS == 0) {
        service.closeUnused();
      }
    } catch (RuntimeException e) {
      LOG.error("a round failed, and is repeated", e);
    }
  }

  private void want(Map<String, JobSpec> jobs) {
    Map<String, JobSpec> share = share(jobs);
    if (!share.equals(wanted)) {
      LOG.info("node={} wants={}", self, names(share));
      workers.want(share);
      wanted = share;
    }
  }

  private Map<String, JobSpec> share(Map<String, JobSpec> jobs) {
    if (membership.isUsurper()) {
      // other nodes can't tell its workers from those of the older node with the same id
      return Map.of();
    }
    return Share.of(self, jobs, wanted, membership.placeable(), service.knownWorkers());
  }

  private static List<String> names(Map<String, JobSpec> share) {
    return share.values().stream()
        .map(spec -> spec.name() + "@" + spec.version())
        .sorted()
        .toList();
  }

  /**
   * Removes the files of removed jobs, even of those that were removed while this node was down.
   */
  private void removeLeftovers(Map<String, JobSpec> jobs) {
    Set<String> gone = new TreeSet<>(leftovers);
    gone.addAll(seen);
    gone.removeAll(jobs.keySet());
    if (!seen.equals(jobs.keySet())) {
      jars.forgetUnknown();
    }
    seen = Set.copyOf(jobs.keySet());
    Set<String> left = new TreeSet<>();
    for (String job : gone) {
      try {
        workers.purge(job);
        removeReplayedState(jobs.get(ReplaySpec.jobOf(job)));
      } catch (ApiException e) {
        left.add(job); // its worker is still ending
      } catch (RuntimeException e) {
        left.add(job);
        LOG.warn("job={} what it left here can't be removed yet: {}", job, e.toString());
      }
    }
    leftovers = left;
  }

  /** Removes the local state of a removed replay, unless the job continues as its run. */
  private void removeReplayedState(@Nullable JobSpec job) {
    if (job != null) {
      workers.keepRuns(job.name(), Set.of(job.run()));
    }
  }

  private static void closeQuietly(AutoCloseable subscription) {
    try {
      subscription.close();
    } catch (Exception e) {
      LOG.debug("a subscription did not end", e);
    }
  }
}
