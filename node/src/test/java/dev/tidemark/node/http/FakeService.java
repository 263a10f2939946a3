package dev.tidemark.node.http;

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
import dev.tidemark.client.api.service.DeadLetterService;
import dev.tidemark.client.api.service.NodeService;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers samples, and remembers what it was asked. */
final class FakeService implements NodeService, LocalService {
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<Consumer<EventView>> watchers = new CopyOnWriteArrayList<>();
  final List<Consumer<LogLine>> followers = new CopyOnWriteArrayList<>();
  final AtomicInteger closed = new AtomicInteger();
  volatile @Nullable RuntimeException failure;
  volatile HealthView health = Samples.health();
  volatile List<LogLine> log = List.of(Samples.line("first"), Samples.line("second"));
  volatile CountDownLatch gate = new CountDownLatch(0);
  volatile boolean readsJars = true;
  volatile long jarBytes;

  @Override
  public ClusterView cluster() {
    return answer("cluster", Samples.cluster());
  }

  @Override
  public JarView putJar(InputStream body, Principal by) throws IOException {
    answer("putJar by=" + by.name(), "");
    if (!readsJars) {
      throw ApiException.of(422, "jar_invalid", "this is no jar", "send one");
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[8192];
      jarBytes = 0;
      for (int read = body.read(part); read >= 0; read = body.read(part)) {
        digest.update(part, 0, read);
        jarBytes += read;
      }
      return Samples.jar(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<JarView> jars() {
    return answer("jars", List.of(Samples.jar(Samples.JAR_ID)));
  }

  @Override
  public JarView jar(String id) {
    return answer("jar " + id, Samples.jar(id));
  }

  @Override
  public void deleteJar(String id, Principal by) {
    answer("deleteJar " + id + " by=" + by.name(), "");
  }

  @Override
  public PlanView plan(String jar, PlanRequest request) {
    return answer("plan " + jar + " " + request, Samples.plan());
  }

  @Override
  public List<JobView> jobs() {
    return answer("jobs", List.of(Samples.job()));
  }

  @Override
  public JobView job(String name) {
    return answer("job " + name, Samples.job());
  }

  @Override
  public SubmitView create(JobRequest request, boolean dryRun, Principal by) {
    return answer(
        "create " + request + " dry=" + dryRun + " by=" + by.name(),
        Samples.submitted(false, dryRun));
  }

  @Override
  public SubmitView put(
      String name, JobRequest request, OptionalLong ifMatch, boolean dryRun, Principal by) {
    return answer(
        "put " + name + " " + request + " if=" + ifMatch + " dry=" + dryRun,
        Samples.submitted(true, dryRun));
  }

  @Override
  public UpgradeView checkUpgrade(String name, JobRequest request) {
    return answer("checkUpgrade " + name + " " + request, Samples.upgrade());
  }

  @Override
  public JobView change(String name, JobVerb verb, OptionalLong ifMatch, Principal by) {
    return answer("change " + name + " " + verb + " if=" + ifMatch, Samples.job());
  }

  @Override
  public void delete(String name, boolean purge, OptionalLong ifMatch, Principal by) {
    answer("delete " + name + " purge=" + purge + " if=" + ifMatch, "");
  }

  @Override
  public OffsetsView offsets(String name) {
    return answer("offsets " + name, Samples.offsets());
  }

  @Override
  public LagView lag(String name) {
    return answer("lag " + name, Samples.lag());
  }

  @Override
  public LedgerView ledger(String name) {
    return answer("ledger " + name, Samples.ledger());
  }

  @Override
  public List<LogLine> logs(String name, @Nullable String node, int tail, @Nullable Instant since) {
    return answer("logs " + name + " node=" + node + " tail=" + tail + " since=" + since, log);
  }

  @Override
  public AutoCloseable followLogs(
      String name, @Nullable String node, int tail, Consumer<LogLine> consumer) {
    answer("followLogs " + name + " node=" + node + " tail=" + tail, "");
    log.forEach(consumer);
    return subscribe(followers, consumer);
  }

  @Override
  public List<StoreView> stores(String name) {
    return answer("stores " + name, List.of(Samples.store()));
  }

  @Override
  public StoreAnswer query(String name, String store, JsonNode key) {
    return answer("query " + name + " " + store + " " + key, Samples.answer(key));
  }

  @Override
  public ReplayStartView replay(String name, ReplayRequest request, boolean dryRun, Principal by) {
    return answer(
        "replay " + name + " " + request + " dry=" + dryRun + " by=" + by.name(),
        Samples.replayStarted(dryRun));
  }

  @Override
  public List<ReplayView> replays(String name) {
    return answer("replays " + name, List.of(Samples.replay()));
  }

  @Override
  public ReplayView replay(String name, int run) {
    return answer("replay " + name + " " + run, Samples.replay());
  }

  @Override
  public ReplayView promote(String name, int run, Principal by) {
    return answer("promote " + name + " " + run + " by=" + by.name(), Samples.replay());
  }

  @Override
  public ReplayView cancelReplay(String name, int run, boolean purge, Principal by) {
    return answer(
        "cancelReplay " + name + " " + run + " purge=" + purge + " by=" + by.name(),
        Samples.replay());
  }

  @Override
  public DiffView diff(String name, int run, @Nullable String id, int limit) {
    return answer("diff " + name + " " + run + " " + id + " " + limit, Samples.diff());
  }

  @Override
  public AutoCloseable events(Consumer<EventView> consumer) {
    answer("events", "");
    return subscribe(watchers, consumer);
  }

  @Override
  public DeadLetterService letters() {
    return new FakeLetters(asked -> answer(asked, ""));
  }

  @Override
  public HealthView health() {
    return answer("health", health);
  }

  @Override
  public List<LogLine> localLogs(String job, int tail, @Nullable Instant since) {
    return answer("localLogs " + job + " tail=" + tail + " since=" + since, log);
  }

  @Override
  public AutoCloseable followLocalLogs(String job, int tail, Consumer<LogLine> consumer) {
    answer("followLocalLogs " + job + " tail=" + tail, "");
    log.forEach(consumer);
    return subscribe(followers, consumer);
  }

  @Override
  public List<StoreView> localStores(String job) {
    return answer("localStores " + job, List.of(Samples.store()));
  }

  @Override
  public List<StoreAnswer> localQuery(String job, String store, JsonNode key) {
    return answer("localQuery " + job + " " + store + " " + key, List.of(Samples.answer(key)));
  }

  /** Tells all who watch, as the real one does: who throws is not told again. */
  void tell(EventView event) {
    tell(watchers, event);
  }

  /** Likewise a line of a log. */
  void tell(LogLine line) {
    tell(followers, line);
  }

  private static <T> void tell(List<Consumer<T>> consumers, T news) {
    for (Consumer<T> consumer : consumers) {
      try {
        consumer.accept(news);
      } catch (RuntimeException e) {
        consumers.remove(consumer);
      }
    }
  }

  private <T> AutoCloseable subscribe(List<Consumer<T>> consumers, Consumer<T> consumer) {
    consumers.add(consumer);
    return () -> {
      consumers.remove(consumer);
      closed.incrementAndGet();
    };
  }

  private <T> T answer(String question, T answer) {
    asked.add(question);
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    RuntimeException refusal = failure;
    if (refusal != null) {
      throw refusal;
    }
    return answer;
  }
}
