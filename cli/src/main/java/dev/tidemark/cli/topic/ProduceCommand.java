package dev.tidemark.cli.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tidemark.cli.option.ConnectionOptions;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.StopSignals;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.cli.topic.Envelope.Encoding;
import dev.tidemark.client.api.Json;
import dev.tidemark.records.JsonBytes;
import dev.tidemark.records.TopicWriting;
import dev.tidemark.records.TopicWriting.Outgoing;
import dev.tidemark.records.TopicWriting.OutgoingHeader;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.registry.RegisteredSchema;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes records to a topic. */
@Command(
    name = "produce",
    header = "Write records to a topic: a line of JSON each, from stdin or a file.",
    description = {
      "A line is encoded by the latest schema of the subject TOPIC-value; where there is none, state --value-type. "
          + "It stops at the first line that does not fit.",
    },
    footer = {"", "Example:", "  tidemark produce orders --key id --file orders.jsonl"})
public final class ProduceCommand implements Callable<Integer> {
  private static final ObjectReader JSON =
      Json.mapper()
          .reader()
          .with(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  private static final String AVRO = "avro";
  private static final int PARTITIONS_MAX = 10_000;
  private static final int LINES_SHOWN = 1_000;

  private final Terminal terminal;

  @Parameters(paramLabel = "TOPIC", description = "The topic.")
  String topic = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      order = 1,
      description = "Where the lines are (default: stdin).")
  @Nullable Path file;

  @Option(
      names = "--key",
      paramLabel = "FIELD",
      order = 2,
      description = "The field of the value that is the key, too (default: no key).")
  @Nullable String keyField;

  @Option(
      names = "--envelope",
      order = 3,
      description =
          "A line is what consume prints: an object with key, value, headers, partition and timestamp.")
  boolean envelope;

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      order = 4,
      description =
          "avro, or string, long, integer, double, boolean, bytes, instant (default: avro if TOPIC-key is registered, else string).")
  @Nullable String keyType;

  @Option(
      names = "--value-type",
      paramLabel = "TYPE",
      order = 5,
      description = "The same of values (default: avro).")
  String valueType = AVRO;

  @Option(
      names = "--subject",
      paramLabel = "SUBJECT",
      order = 6,
      description = "Where the schema of the values stands (default: TOPIC-value).")
  @Nullable String subject;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      order = 7,
      description = "A header of each record. Can be given several times.")
  Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = "--create",
      paramLabel = "PARTITIONS",
      order = 8,
      description = "Create the topic with so many partitions, if there is none.")
  @Nullable Integer create;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  public ProduceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (envelope && keyField != null) {
      throw new CommandException(
          ExitCode.USAGE, "--key and --envelope exclude each other", "an envelope has its key");
    }
    if (create != null && (create < 1 || create > PARTITIONS_MAX)) {
      throw new CommandException(
          ExitCode.USAGE,
          "invalid value for --create: " + create,
          "give a number of partitions from 1 to %,d".formatted(PARTITIONS_MAX));
    }
    Encoding encoding;
    try (SubjectRegistry registry = connection.registry(terminal)) {
      encoding = new Encoding(keys(registry), values(registry));
    }
    long written;
    try (TopicWriting writing =
        TopicWriting.open(connection.lookingOnly("produce", terminal), topic, create)) {
      StopSignals.leave(terminal, () -> List.of(soFar(writing)));
      written =
          file == null
              ? write(terminal.input().reader(), encoding, writing)
              : write(file, encoding, writing);
    }
    terminal.err().printf("%s written to %s%n", Formatting.count(written, "record"), topic);
    return ExitCode.OK.number();
  }

  private String soFar(TopicWriting writing) {
    return "%s written to %s, perhaps some more"
        .formatted(Formatting.count(writing.written(), "record"), topic);
  }

  private long write(Path named, Encoding encoding, TopicWriting writing) throws IOException {
    if (!Files.isRegularFile(named)) {
      throw new CommandException(
          ExitCode.USAGE, "there is no file '" + named + "'", "give --file an existing file");
    }
    try (BufferedReader lines = Files.newBufferedReader(named)) {
      return write(lines, encoding, writing);
    }
  }

  private long write(BufferedReader lines, Encoding encoding, TopicWriting writing)
      throws IOException {
    long number = 0;
    try (ProgressLine live = new ProgressLine(terminal)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          writing.send(outgoing(JSON.readTree(line), encoding), "line %,d".formatted(number));
        }
        if (number % LINES_SHOWN == 0) {
          live.show("%,d lines read, %,d records written".formatted(number, writing.written()));
        }
        if (!lines.ready()) {
          writing.flush(); // a user may be typing
        }
      }
    } catch (JsonProcessingException e) {
      throw misfit(number, "is no JSON: " + e.getOriginalMessage(), writing, e);
    } catch (CharacterCodingException e) {
      throw misfit(number + 1, "is not UTF-8", writing, e);
    } catch (IllegalArgumentException e) {
      throw misfit(number, String.valueOf(e.getMessage()), writing, e);
    }
    return writing.flush();
  }

  private static CommandException misfit(
      long line, String what, TopicWriting writing, Exception cause) {
    long written = writing.flush();
    return new CommandException(
        ExitCode.FAILED,
        "line %,d: %s".formatted(line, what),
        written == 0
            ? "correct it; nothing was written"
            : "correct it, and continue from there: the %s before it %s written"
                .formatted(Formatting.count(written, "record"), written == 1 ? "is" : "are"),
        cause);
  }

  private Outgoing outgoing(JsonNode line, Encoding encoding) {
    List<OutgoingHeader> common = new ArrayList<>();
    headers.forEach((name, text) -> common.add(Envelope.header(name, text)));
    return envelope
        ? Envelope.read(line, encoding, common)
        : new Outgoing(key(line, encoding), bytes(line, encoding.values()), common, null, null);
  }

  private byte @Nullable [] key(JsonNode line, Encoding encoding) {
    if (keyField == null) {
      return null;
    }
    JsonNode key = line.path(keyField);
    if (key.isMissingNode()) {
      throw new IllegalArgumentException("has no field " + keyField + " to be the key");
    }
    return bytes(key, encoding.keys());
  }

  /** A value that is null deletes its key, where the topic is a table. */
  private static byte @Nullable [] bytes(JsonNode json, JsonBytes encoding) {
    return json.isNull() ? null : encoding.of(json);
  }

  private JsonBytes values(SubjectRegistry registry) {
    if (!valueType.equals(AVRO)) {
      return plain("value", "--value-type", valueType);
    }
    String known = subject == null ? topic + "-value" : subject;
    return latest(registry, known)
        .map(schema -> JsonBytes.avro("value", schema))
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.NOT_FOUND,
                    "no schema is registered under subject " + known,
                    "register one (tidemark schemas register FILE.avsc --subject %s), or state --value-type"
                        .formatted(known)));
  }

  private JsonBytes keys(SubjectRegistry registry) {
    boolean none = !envelope && keyField == null;
    String type = keyType == null && none ? "string" : keyType;
    if (type != null && !type.equals(AVRO)) {
      return plain("key", "--key-type", type);
    }
    Optional<RegisteredSchema> schema = latest(registry, topic + "-key");
    if (schema.isEmpty() && type != null) {
      throw new CommandException(
          ExitCode.NOT_FOUND,
          "no schema is registered under subject " + topic + "-key",
          "register one, or state another --key-type");
    }
    return schema
        .map(found -> JsonBytes.avro("key", found))
        .orElseGet(() -> plain("key", "--key-type", "string"));
  }

  private static Optional<RegisteredSchema> latest(SubjectRegistry registry, String subject) {
    try {
      return Optional.of(registry.latest(subject));
    } catch (SchemaNotFoundException e) {
      return Optional.empty();
    }
  }

  private static JsonBytes plain(String where, String option, String type) {
    return JsonBytes.plain(where, type)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "invalid value for %s: '%s'".formatted(option, type),
                    "give avro or one of " + String.join(", ", JsonBytes.types())));
  }
}
