package dev.tidemark.cli.demo;

import dev.tidemark.cli.local.LocalNode;
import dev.tidemark.cli.option.JobArguments.LoadedJob;
import dev.tidemark.cli.option.JobOptions;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.OpenResources;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.Stopwatch;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.schemas.Earthquake;
import dev.tidemark.schemas.Flight;
import dev.tidemark.schemas.QuakeSequence;
import dev.tidemark.schemas.StateDelays;
import dev.tidemark.topology.progress.JobProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The course of the demo. Everything it takes is in its {@link OpenResources}. */
final class Demo {
  private static final String DELAYS = "delays-by-state";
  private static final String DELAYS_LATE = "delays-late";
  private static final String QUAKES = "quake-sequences";
  private static final String QUAKES_LATE = "quakes-late";
  private static final Duration READ_MAX = Duration.ofSeconds(30);

  private final Terminal terminal;
  private final OpenResources resources;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "demo");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable DemoCluster cluster;
  private @Nullable LocalNode node;
  private Map<String, Path> jars = Map.of();

  Demo(Terminal terminal, OpenResources resources) {
    this.terminal = terminal;
    this.resources = resources;
  }

  /**
   * Runs it to the end.
   *
   * @param output the folder for what the output topics hold, if it is wanted
   * @param keep whether it stays up: then the jobs run on a node, which others can ask
   * @param jar what to run in the place of the job of its name; null for the demo's own
   * @return whether everything is as the offline computation says
   */
  boolean run(@Nullable Path output, boolean keep, @Nullable Path jar) throws Exception {
    jars = jar == null ? Map.of() : Map.of(nameOf(jar), jar);
    // Work that needs no broker runs while the broker starts.
    Future<DemoAnswer.Question<StateDelays, Flight>> delays = threads.submit(Demo::delays);
    Future<DemoAnswer.Question<QuakeSequence, Earthquake>> quakes = threads.submit(Demo::quakes);
    List<DemoAnswer> answers;
    try (ProgressLine live = new ProgressLine(terminal)) {
      DemoCluster running = startCluster(live);
      load(running, live);
      if (keep) {
        startNode(running, live);
      }
      Future<DemoJob> delaysJob = threads.submit(() -> start(DELAYS, running));
      Future<DemoJob> quakesJob = threads.submit(() -> start(QUAKES, running));
      live.show("starting both jobs");
      answers =
          List.of(
              answer(running, delaysJob.get(), delays.get(), live),
              answer(running, quakesJob.get(), quakes.get(), live));
    }
    if (output != null) {
      write(output, answers);
    }
    return new DemoReport(terminal.out()).print(answers);
  }

  /** Says where everything is, for the time that it stays. */
  void sayHowToLookAround() {
    DemoCluster running = cluster;
    LocalNode local = node;
    if (running == null || local == null) {
      throw new IllegalStateException("the demo does not run");
    }
    List.of(
            "",
            "Everything stays up until Ctrl-C, which removes it. To look around from another terminal:",
            "  ./tidemark list" + local.urlOption(),
            "  ./tidemark lag " + DELAYS + local.urlOption(),
            "  ./tidemark ledger " + QUAKES + local.urlOption(),
            "  ./tidemark logs " + DELAYS + local.urlOption(),
            "  export TIDEMARK_BOOTSTRAP_SERVER=" + running.bootstrapServers(),
            "  export TIDEMARK_SCHEMA_REGISTRY=" + running.schemaRegistryUrl(),
            "  ./tidemark schemas list",
            "  ./tidemark consume " + DELAYS + " -n 10",
            "Topics: %s; %s, %s; %s, %s"
                .formatted(
                    String.join(", ", AirportEvents.TOPIC, FlightEvents.TOPIC, QuakeEvents.TOPIC),
                    DELAYS,
                    DELAYS_LATE,
                    QUAKES,
                    QUAKES_LATE))
        .forEach(terminal.err()::println);
  }

  private DemoJob start(String job, DemoCluster running) throws Exception {
    LocalNode local = node;
    return local == null
        ? DemoJob.start(job, running, resources)
        : DemoJob.submit(job, jars.get(job), running, local, resources);
  }

  private static String nameOf(Path jar) {
    try (LoadedJob loaded = new JobOptions().load(jar)) {
      String name = loaded.plan().job();
      if (name.equals(DELAYS) || name.equals(QUAKES)) {
        return name;
      }
      throw new CommandException(
          ExitCode.USAGE,
          "'%s' holds job '%s', which the demo has no events for".formatted(jar, name),
          "give a jar of %s or %s".formatted(DELAYS, QUAKES));
    }
  }

  private void startNode(DemoCluster running, ProgressLine live) throws Exception {
    Stopwatch time = new Stopwatch();
    live.show("starting a node");
    LocalNode started =
        LocalNode.start(
            terminal,
            resources,
            running.cluster(),
            LocalNode.usualPortIfFree(),
            running.folder().resolve("node"));
    node = started;
    live.print("node %s is up after %s".formatted(started.url(), time));
  }

  private DemoCluster startCluster(ProgressLine live) throws Exception {
    Stopwatch time = new Stopwatch();
    live.show("starting a broker and a registry");
    DemoCluster started = DemoCluster.start(resources);
    cluster = started;
    live.print(
        "broker %s and registry %s are up after %s"
            .formatted(started.bootstrapServers(), started.schemaRegistryUrl(), time));
    return started;
  }

  private void load(DemoCluster running, ProgressLine live) throws InterruptedException {
    Stopwatch time = new Stopwatch();
    List<TopicEvents<?>> events = TopicEvents.all();
    new EventLoader(running.bootstrapServers(), running.registry())
        .load(events, (done, total) -> live.show(ProgressLine.bar("loading events", done, total)));
    long total = events.stream().mapToLong(topic -> topic.events().size()).sum();
    live.print("loaded %,d events of %d topics in %s".formatted(total, events.size(), time));
  }

  private <R, T extends SpecificRecord> DemoAnswer answer(
      DemoCluster running, DemoJob job, DemoAnswer.Question<R, T> question, ProgressLine live)
      throws Exception {
    JobProgress progress = job.awaitIdle(live);
    live.print("%s has caught up and its sources are idle".formatted(job.plan().job()));
    TopicReader reader = new TopicReader(running.bootstrapServers(), running.registry(), READ_MAX);
    return DemoAnswer.read(reader, job.plan(), progress, question);
  }

  private void write(Path folder, List<DemoAnswer> answers) throws IOException {
    for (DemoAnswer answer : answers) {
      String late = answer.job().equals(DELAYS) ? DELAYS_LATE : QUAKES_LATE;
      JsonLines.write(folder.resolve(answer.job() + ".jsonl"), values(answer.results()));
      JsonLines.write(folder.resolve(late + ".jsonl"), values(answer.late()));
    }
    terminal.err().println("wrote what the output topics hold to " + folder);
  }

  private static List<GenericRecord> values(List<TopicRecord> records) {
    return records.stream().map(TopicRecord::value).toList();
  }

  private static DemoAnswer.Question<StateDelays, Flight> delays() {
    return new DemoAnswer.Question<>(
        DELAYS,
        DELAYS_LATE,
        Answer::of,
        DelaysOracle.expect(
            AirportEvents.read().stream().map(Event::value).toList(),
            SourceEvent.publishedTo(EventLoader.PARTITIONS, FlightEvents.read())));
  }

  private static DemoAnswer.Question<QuakeSequence, Earthquake> quakes() {
    return new DemoAnswer.Question<>(
        QUAKES,
        QUAKES_LATE,
        Answer::of,
        QuakesOracle.expect(SourceEvent.publishedTo(EventLoader.PARTITIONS, QuakeEvents.read())));
  }
}
