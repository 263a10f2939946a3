package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.runtime.base.RunConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings by name, as in a client.properties file. Some are Tidemark's, the registry's have
 * Confluent's names, and the rest is passed on to the Kafka clients.
 */
public record Settings(Map<String, String> values) {

  public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  public static final String REGISTRY_URL = "schema.registry.url";
  public static final String APPLICATION_ID = "application.id";
  public static final String STATE_DIR = "state.dir";
  public static final String THREADS = "num.stream.threads";
  public static final String COMMIT_INTERVAL_MS = "commit.interval.ms";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TIDEMARK_BOOTSTRAP_SERVER", BOOTSTRAP_SERVERS, "TIDEMARK_SCHEMA_REGISTRY", REGISTRY_URL);
  private static final Map<String, String> DEFAULTS =
      Map.of(
          BOOTSTRAP_SERVERS, "localhost:9092",
          REGISTRY_URL, "http://localhost:8081",
          THREADS, "1",
          COMMIT_INTERVAL_MS, Long.toString(RunConfig.DEFAULT_COMMIT_INTERVAL.toMillis()));
  private static final List<String> OURS =
      List.of(BOOTSTRAP_SERVERS, APPLICATION_ID, STATE_DIR, THREADS, COMMIT_INTERVAL_MS);
  private static final List<String> REGISTRY_PREFIXES =
      List.of("schema.registry.", "basic.auth.", "bearer.auth.");
  private static final Pattern APPLICATION_ID_FORM = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public Settings {
    values = Map.copyOf(values);
  }

  /** The defaults, overlaid by what the environment says. */
  public static Settings ofEnvironment(Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>(DEFAULTS);
    ENVIRONMENT.forEach(
        (variable, key) -> {
          String value = environment.get(variable);
          if (value != null && !value.isBlank()) {
            values.put(key, value.strip());
          }
        });
    return new Settings(values);
  }

  /** Reads a properties file. */
  public static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (NoSuchFileException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "there is no file '" + file + "'",
          "give --config an existing properties file",
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "'%s' can't be read as a properties file: %s".formatted(file, e.getMessage()),
          "write one name=value a line, in UTF-8",
          e);
    }
    Map<String, String> values = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> values.put(name, properties.getProperty(name).strip()));
    return values;
  }

  /** These settings, overlaid by others. */
  public Settings with(Map<String, String> others) {
    Map<String, String> both = new TreeMap<>(values);
    both.putAll(others);
    return new Settings(both);
  }

  /** These settings with one more, if there is a value. */
  public Settings with(String name, @Nullable String value) {
    return value == null ? this : with(Map.of(name, value));
  }

  /** The name of the run. */
  public String applicationId(String job) {
    String id = values.getOrDefault(APPLICATION_ID, job);
    if (!APPLICATION_ID_FORM.matcher(id).matches()) {
      throw invalid(
          APPLICATION_ID, id, "use up to 100 of the characters a-z, A-Z, 0-9, '.', '_' and '-'");
    }
    return id;
  }

  /** The folder that the user wants for local state. */
  public Optional<Path> stateDir() {
    return Optional.ofNullable(values.get(STATE_DIR)).map(Path::of);
  }

  public RunConfig runConfig(String job, Path stateDir) {
    return new RunConfig(
        applicationId(job),
        values.getOrDefault(BOOTSTRAP_SERVERS, ""),
        filtered(true),
        filtered(false),
        stateDir,
        (int) number(THREADS, 1, 1_000),
        Duration.ofMillis(number(COMMIT_INTERVAL_MS, 1, 3_600_000)));
  }

  private Map<String, String> filtered(boolean registry) {
    Map<String, String> chosen = new TreeMap<>(values);
    chosen.keySet().removeIf(name -> OURS.contains(name) || isRegistry(name) != registry);
    return chosen;
  }

  private long number(String name, long min, long max) {
    String value = values.getOrDefault(name, "");
    String hint = "give a whole number from %,d to %,d".formatted(min, max);
    try {
      long number = Long.parseLong(value);
      if (number < min || number > max) {
        throw invalid(name, value, hint);
      }
      return number;
    } catch (NumberFormatException e) {
      throw invalid(name, value, hint);
    }
  }

  public static boolean isRegistry(String name) {
    return REGISTRY_PREFIXES.stream().anyMatch(name::startsWith);
  }

  private static CommandException invalid(String name, String value, String hint) {
    return new CommandException(
        ExitCode.USAGE, "invalid value for %s: '%s'".formatted(name, value), hint);
  }
}
