package dev.tidemark.tests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.cli.demo.Answer;
import dev.tidemark.cli.demo.TopicReader;
import dev.tidemark.jobs.delaysbystate.DelaysByState;
import dev.tidemark.serde.registry.RegistryConfig;
import dev.tidemark.serde.registry.SchemaRegistryClient;
import dev.tidemark.tests.base.Await;
import dev.tidemark.tests.base.Cli;
import dev.tidemark.tests.base.Content;
import dev.tidemark.tests.base.JavaProcess;
import dev.tidemark.tests.base.Repository;
import dev.tidemark.tests.base.WithParent;
import dev.tidemark.tests.jobs.DemoCase;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of {@code docs/replay.md} from a bug that is shipped to its promoted fix, with the very
 * commands that stand there, on the real flights.
 */
class ReplayWalkThroughIT {

  private static final Duration DEMO_UP = Duration.ofSeconds(240);
  private static final Duration READ_MAX = Duration.ofSeconds(30);
  private static final String FIXED =
      "jobs/delays-by-state/target/tidemark-job-delays-by-state-0.1.0.jar";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  /** The commands of the page's first chapter, in their order. */
  private static List<String> commands() throws IOException {
    String page = Files.readString(Repository.root().resolve("docs/replay.md"));
    String chapter =
        page.substring(
            page.indexOf("## A bug, from release to fix"),
            page.indexOf("## Where it begins and ends"));
    List<String> commands = new ArrayList<>();
    Pattern.compile("(?ms)^```bash\\n(.*?)^```")
        .matcher(chapter)
        .results()
        .forEach(block -> block.group(1).lines().forEach(commands::add));
    return commands;
  }

  @Test
  void shouldLeadFromABugToItsPromotedFix() throws Exception {
    List<String> commands = commands();
    int demo = indexOf(commands, "./tidemark demo ");
    for (String command : commands.subList(0, demo)) {
      shell(command);
    }
    try (JavaProcess running = startDemo(commands.get(demo))) {
      Await.until(
          () -> "the demo is up: " + running.lastWords(),
          DEMO_UP,
          () -> running.log().contains("Everything stays up"));
      assertThat(running.log()).contains("DIFFERS from an offline computation");
      Served served = Served.of(running.log());

      for (String command : commands.subList(demo + 1, commands.size())) {
        Cli outcome = tidemark(command, served);
        assertThat(outcome.exitCode())
            .as("%s\n%s\n%s", command, outcome.out(), outcome.err())
            .isEqualTo(command.contains("replay diff") ? 1 : 0);
        check(command, outcome, served);
      }
    }
  }

  private void check(String command, Cli outcome, Served served) {
    if (command.contains("--dry-run")) {
      assertThat(outcome.out())
          .contains(
              "run delays-by-state.r2, shadow",
              "output   delays-by-state.replay-r2 (in the place of delays-by-state)");
      assertThat(run(served)).isEqualTo(1);
    } else if (command.contains("replay status")) {
      assertThat(outcome.out()).contains("DONE 100 %");
    } else if (command.contains("replay diff")) {
      assertDifferences(outcome, served);
    } else if (command.contains("describe")) {
      assertThat(outcome.out()).contains("delays-by-state.r2");
      assertThat(run(served)).isEqualTo(2);
    }
  }

  /** What the replay wrote is what a job without the bug writes; the diff has all of the rest. */
  private void assertDifferences(Cli shown, Served served) {
    Content expected = DemoCase.delays().results();
    Map<String, String> before = served.results("delays-by-state");
    Map<String, String> after = served.results("delays-by-state.replay-r2");
    assertThat(after).hasSize(expected.size());
    long equal = 0;
    long changed = 0;
    for (Map.Entry<String, String> each : after.entrySet()) {
      String was = before.get(each.getKey());
      equal += each.getValue().equals(was) ? 1 : 0;
      changed += was != null && !each.getValue().equals(was) ? 1 : 0;
    }
    long onlyOld = before.keySet().stream().filter(key -> !after.containsKey(key)).count();
    long onlyNew = after.keySet().stream().filter(key -> !before.containsKey(key)).count();
    assertThat(changed).isPositive();
    assertThat(shown.out())
        .contains(
            String.format(
                Locale.ROOT,
                "DIFFERENT: %,d equal, %,d changed, %,d only in the old, %,d only in the new",
                equal,
                changed,
                onlyOld,
                onlyNew));
    JsonNode all = diff(served);
    List<String> changedKeys = new ArrayList<>();
    all.path("outputs")
        .get(0)
        .path("differences")
        .forEach(
            each -> changedKeys.add(each.path("key").asText() + " " + each.path("at").asText()));
    List<String> expectedKeys =
        new ArrayList<>(
            before.entrySet().stream()
                .filter(each -> !each.getValue().equals(after.get(each.getKey())))
                .map(Map.Entry::getKey)
                .toList());
    after.keySet().stream().filter(key -> !before.containsKey(key)).forEach(expectedKeys::add);
    assertThat(changedKeys).containsExactlyInAnyOrderElementsOf(expectedKeys);
  }

  private static JsonNode diff(Served served) {
    Cli outcome = tidemark("./tidemark replay diff delays-by-state --limit 10000 -o json", served);
    try {
      return JSON.readTree(outcome.out());
    } catch (IOException e) {
      throw new AssertionError(outcome.out() + outcome.err(), e);
    }
  }

  private static int run(Served served) {
    Cli outcome = tidemark("./tidemark status delays-by-state -o json", served);
    try {
      return JSON.readTree(outcome.out()).path("run").asInt();
    } catch (IOException e) {
      throw new AssertionError(outcome.out() + outcome.err(), e);
    }
  }

  private JavaProcess startDemo(String command) throws IOException {
    List<String> arguments = new ArrayList<>(words(command));
    return JavaProcess.start(
        new JavaProcess.Command(
            "the demo",
            List.of("-Xmx256m", "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp"))),
            WithParent.class.getName(),
            withMain(arguments.stream().map(this::here).toList()),
            Map.of(),
            folder.resolve("demo.log")));
  }

  private static List<String> withMain(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("dev.tidemark.cli.Main"));
    all.addAll(arguments);
    return all;
  }

  private static Cli tidemark(String command, Served served) {
    List<String> words = new ArrayList<>();
    words(command).forEach(word -> words.add(word.equals(FIXED) ? fixedJar() : word));
    words.addAll(List.of("--url", served.url()));
    return Cli.run(words.toArray(String[]::new));
  }

  private static List<String> words(String command) {
    return List.of(command.strip().substring("./tidemark ".length()).split(" +"));
  }

  /** What the page builds below target is built in the folder of the test. */
  private String here(String text) {
    return text.replace("target/replay", folder.resolve("replay").toString());
  }

  private void shell(String command) throws IOException, InterruptedException {
    String adapted =
        here(command)
            .replace("cli/target/lib/*", JavaProcess.classPath())
            .replace(FIXED, fixedJar());
    Path log = folder.resolve("shell.log");
    Process process =
        new ProcessBuilder("bash", "-c", adapted)
            .directory(Repository.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    assertThat(process.waitFor()).as("%s\n%s", adapted, Files.readString(log)).isZero();
  }

  /** The jar of the job as it should be, wherever this build has put it. */
  private static String fixedJar() {
    try {
      Path jar =
          Path.of(DelaysByState.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      assertThat(jar).as("the job has to be packaged before").isRegularFile();
      return jar.toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int indexOf(List<String> commands, String beginning) {
    for (int i = 0; i < commands.size(); i++) {
      if (commands.get(i).startsWith(beginning)) {
        return i;
      }
    }
    throw new AssertionError("the page has no command '" + beginning + "'");
  }

  /** Where the demo's node, broker and registry are. */
  private record Served(String url, String broker, String registry) {

    static Served of(String log) {
      return new Served(
          find(log, "node (http://\\S+) is up"),
          find(log, "broker (\\S+) and registry"),
          find(log, "and registry (\\S+) are up"));
    }

    private static String find(String log, String regex) {
      Matcher matcher = Pattern.compile(regex).matcher(log);
      assertThat(matcher.find()).as(regex + " in " + log).isTrue();
      return matcher.group(1);
    }

    /** What a topic holds, by key and time. */
    Map<String, String> results(String topic) {
      Map<String, String> results = new TreeMap<>();
      try (SchemaRegistryClient client =
          new SchemaRegistryClient(
              RegistryConfig.from(
                  Map.of("schema.registry.url", URI.create(registry).toString())))) {
        new TopicReader(broker, client, READ_MAX)
            .read(topic)
            .forEach(
                read -> {
                  Answer answer = read.answer();
                  Instant at = answer.time();
                  String key = Objects.requireNonNull(answer.key()) + " " + at;
                  assertThat(results.put(key, answer.json())).as(key).isNull();
                });
      }
      return results;
    }
  }
}
