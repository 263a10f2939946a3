package dev.tidemark.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The JVM of one engine. Says {@code ready} when prepared; then each line on standard input is a
 * command: {@code start} consumes, {@code measure} does nothing, and both answer with an {@link
 * EngineMeasure} taken before; {@code stop} or the end of input leaves.
 */
final class EngineProcess {
  private static final JsonMapper JSON = new JsonMapper();

  private EngineProcess() {}

  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    EngineSettings settings = JSON.readValue(args[0], EngineSettings.class);
    try (Engine engine = prepare(settings)) {
      ChildJvm.answer(answers, "ready");
      obey(engine, answers);
    }
    System.exit(0);
  }

  private static Engine prepare(EngineSettings settings) {
    return switch (settings.engine()) {
      case Engines.TIDEMARK -> new TidemarkEngine(settings, EngineProcess::fail);
      case Engines.KAFKA_STREAMS ->
          new KafkaStreamsEngine(
              settings, BenchCluster.registry(settings.registryUrl()), EngineProcess::fail);
      default -> throw new IllegalArgumentException("there is no engine " + settings.engine());
    };
  }

  private static void obey(Engine engine, PrintStream answers) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      EngineMeasure measure = EngineMeasure.now();
      switch (command) {
        case "start" -> engine.start();
        case "measure" -> {}
        case "stop" -> {
          return;
        }
        default -> throw new IllegalArgumentException("there is no command " + command);
      }
      ChildJvm.answer(answers, JSON.writeValueAsString(measure));
    }
  }

  private static void fail(Throwable cause) {
    cause.printStackTrace();
    Runtime.getRuntime().halt(1);
  }
}
