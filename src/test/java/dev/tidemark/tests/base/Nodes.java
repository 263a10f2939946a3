package dev.tidemark.tests.base;

import dev.tidemark.client.NodeClient;
import dev.tidemark.client.NodeClientBuilder;
import dev.tidemark.client.NodeUnreachableException;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.job.JobRequest;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobState;
import dev.tidemark.client.api.job.JobVerb;
import dev.tidemark.client.api.job.JobView;
import dev.tidemark.client.api.job.Registering;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The nodes of a cluster, each a process, and a client that asks whichever answers. */
public final class Nodes implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int NOT_NOW = 503;
  private static final JobSettings SMALL =
      new JobSettings(1, 128, 0, 200, Map.of(), Registering.COMPATIBLE);

  private final List<NodeProcess> processes;
  private final NodeClient client;

  private Nodes(List<NodeProcess> processes, UnaryOperator<NodeClientBuilder> access) {
    this.processes = processes;
    List<URI> urls = processes.stream().map(node -> URI.create(node.url())).toList();
    this.client = access.apply(NodeClient.at(urls)).build();
  }

  /**
   * Starts nodes that are called {@code node-0}, {@code node-1} …; returns at once.
   *
   * @param folder for their data, settings and logs; must exist
   */
  public static Nodes start(int count, TestCluster cluster, Path folder) {
    List<NodeProcess.Place> places =
        IntStream.range(0, count)
            .mapToObj(number -> NodeProcess.Place.of("node-" + number, cluster, folder))
            .toList();
    return new Nodes(places.stream().map(NodeProcess::start).toList(), access -> access);
  }

  /** Starts nodes that demand a token; returns at once. */
  public static Nodes start(List<NodeProcess.Place> places, String token) {
    return new Nodes(
        places.stream().map(NodeProcess::start).toList(), access -> access.token(token));
  }

  /** One node, counted from 0. */
  public NodeProcess get(int number) {
    return processes.get(number);
  }

  /** Waits until every node answers and knows of all the others. */
  public void awaitUp() {
    processes.forEach(NodeProcess::awaitUp);
    for (NodeProcess node : processes) {
      Await.until(
          () -> "knows all nodes: " + node.lastWords(),
          LIMIT,
          () -> Http.status(node.url() + "/api/v1/health/ready") == 200);
    }
    await(
        () -> processes.size() + " nodes are there",
        LIMIT,
        NodeClient::cluster,
        view -> view.nodes().size() == processes.size());
  }

  /** Runs the only job of a jar under its own name, with little memory. */
  public JobView submit(Path jar) {
    return submit(new JobRequest(null, upload(jar), null, null, SMALL, null, null));
  }

  /** Runs a job of an uploaded jar. */
  public JobView submit(JobRequest request) {
    return ask(asked -> asked.create(request, false).job());
  }

  /** Uploads a jar, and returns its SHA-256. */
  public String upload(Path jar) {
    return ask(
        asked -> {
          try {
            return asked.putJar(jar, bytes -> {}).id();
          } catch (FileNotFoundException e) {
            throw new UncheckedIOException("there is no such jar", e);
          }
        });
  }

  /** Asks, again while the answer is that it can't be done now. */
  public <T> T ask(Function<NodeClient, T> question) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return question.apply(client);
      } catch (ApiException | NodeUnreachableException e) {
        boolean later = e instanceof ApiException refusal && refusal.status() == NOT_NOW;
        if (!later || System.nanoTime() - end > 0) {
          throw new AssertionError(describe(e) + lastWords(), e);
        }
      }
      Await.pause();
    }
  }

  /** Asks for another desired state. */
  public void change(String job, JobVerb verb) {
    ask(asked -> asked.change(job, verb, OptionalLong.empty()));
  }

  /** Deletes a job with all that it keeps in Kafka and on nodes. */
  public void delete(String job) {
    ask(
        asked -> {
          asked.delete(job, true, OptionalLong.empty());
          return job;
        });
  }

  /**
   * Asks until the answer is as wished, however many nodes can't be asked meanwhile.
   *
   * @param what for the failure
   */
  public <T> T await(
      Supplier<String> what, Duration limit, Function<NodeClient, T> question, Predicate<T> wish) {
    Wish<T> state = new Wish<>(question, wish);
    Await.until(() -> what.get() + "; " + state + lastWords(), limit, state::isFulfilled);
    return state.fulfilled();
  }

  /** Waits until a job has come into a state. */
  public void awaitState(String job, JobState wanted) {
    await(
        () -> job + " is " + wanted,
        LIMIT,
        asked -> asked.status(job),
        view -> view.state() == wanted);
  }

  /** The end of what each node has said. */
  public String lastWords() {
    return processes.stream()
        .map(NodeProcess::lastWords)
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  @Override
  public void close() {
    client.close();
    processes.forEach(NodeProcess::close);
  }

  private static String describe(RuntimeException refusal) {
    return refusal instanceof ApiException e
        ? "%d %s: %s (%s)"
            .formatted(e.status(), e.error().errorCode(), e.error().message(), e.error().hint())
        : refusal.toString();
  }

  /** A question, and what came of it last. */
  private final class Wish<T> {
    private final Function<NodeClient, T> question;
    private final Predicate<T> wish;
    private @Nullable T last;
    private @Nullable RuntimeException refusal;

    Wish(Function<NodeClient, T> question, Predicate<T> wish) {
      this.question = question;
      this.wish = wish;
    }

    boolean isFulfilled() {
      try {
        last = question.apply(client);
        refusal = null;
        return wish.test(last);
      } catch (ApiException | NodeUnreachableException e) {
        refusal = e;
        return false;
      }
    }

    T fulfilled() {
      if (last == null) {
        throw new IllegalStateException("nothing was answered");
      }
      return last;
    }

    @Override
    public String toString() {
      return "last answer " + last + (refusal == null ? "" : ", then " + describe(refusal));
    }
  }
}
