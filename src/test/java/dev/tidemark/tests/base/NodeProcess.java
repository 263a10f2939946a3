package dev.tidemark.tests.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A node as {@code tidemark node} runs it, in a process of its own. */
public final class NodeProcess implements AutoCloseable {

  private static final Duration UP = Duration.ofSeconds(60);

  private final Place place;
  private JavaProcess process;

  private NodeProcess(Place place) {
    this.place = place;
    this.process = process(place);
  }

  /**
   * Where a node runs: stays the same when it dies and comes back.
   *
   * @param settings as in {@code config/node.properties}
   * @param folder for its data, its settings and its log; must exist
   */
  public record Place(String id, int port, Map<String, String> settings, Path folder) {

    /** One with nothing but the settings that every node needs. */
    public static Place of(String id, TestCluster cluster, Path folder) {
      return new Place(id, FreePorts.take(1).get(0), cluster.nodeSettings(), folder);
    }

    /** The same with more settings. */
    public Place with(Map<String, String> more) {
      Map<String, String> both = new TreeMap<>(settings);
      both.putAll(more);
      return new Place(id, port, both, folder);
    }

    public Path dataDir() {
      return folder.resolve(id);
    }

    /** Its temporary files. */
    public Path temporary() {
      return folder.resolve(id + ".tmp");
    }

    Path log() {
      return folder.resolve(id + ".log");
    }

    private Path write() {
      Map<String, String> all = new TreeMap<>(settings);
      all.put("node.id", id);
      all.put("listen.port", Integer.toString(port));
      all.put("data.dir", dataDir().toString());
      Path file = folder.resolve(id + ".properties");
      try {
        Files.createDirectories(temporary());
        Files.writeString(
            file,
            all.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().replace("\\", "\\\\"))
                .collect(Collectors.joining("\n", "", "\n")));
      } catch (IOException e) {
        throw new UncheckedIOException("the settings of node " + id + " can't be written", e);
      }
      return file;
    }
  }

  /** Starts a node; returns at once. */
  static NodeProcess start(Place place) {
    return new NodeProcess(place);
  }

  private static JavaProcess process(Place place) {
    return JavaProcess.start(
        new JavaProcess.Command(
            "node " + place.id(),
            List.of("-Xmx128m", "-Djava.io.tmpdir=" + place.temporary()),
            WithParent.class.getName(),
            List.of("dev.tidemark.cli.Main", "node", "--config", place.write().toString()),
            Map.of(),
            place.log()));
  }

  public Place place() {
    return place;
  }

  public String url() {
    return "http://127.0.0.1:" + place.port();
  }

  /** Waits until it answers. */
  void awaitUp() {
    Await.until(
        () -> "answers: " + process.lastWords(),
        UP,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("has ended: " + process.lastWords());
          }
          return Http.status(url() + "/api/v1/health/live") == 200;
        });
  }

  boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.handle().pid();
  }

  /** Its workers and planners. */
  public List<ProcessHandle> children() {
    return process.handle().descendants().toList();
  }

  /** {@code kill -9} of the node alone. */
  public void kill() {
    process.kill();
  }

  /** {@code kill -9} of the node and its workers at once, as if their machine had died. */
  public void killMachine() {
    process.killWithChildren();
  }

  /** Stops it as its owner would, and demands that it ends well. */
  public void stop() {
    int exitCode = process.terminate();
    if (exitCode != 0) {
      throw new AssertionError("ended with " + exitCode + ": " + process.lastWords());
    }
  }

  /** Starts it again where it was, after its end; returns at once. */
  public void startAgain() {
    process = process(place);
  }

  /** All that it has ever said. */
  public String log() {
    return process.log();
  }

  String lastWords() {
    return process.lastWords();
  }

  @Override
  public void close() {
    process.killWithChildren();
  }
}
