package dev.tidemark.cli.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Schemas that people hand over. */
final class SchemaInput {
  private SchemaInput() {}

  /** Returns whether a file is a schema, not a jar, by its name. */
  static boolean isSchema(Path file) {
    return file.toString().endsWith(".avsc") || file.toString().endsWith(".json");
  }

  /** Reads the schema in a file. */
  static Schema read(Path file) {
    try {
      return new Schema.Parser().parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new CommandException(
          ExitCode.USAGE, "there is no file '" + file + "'", "give an existing .avsc file", e);
    } catch (IOException | AvroRuntimeException | StackOverflowError e) {
      throw new CommandException(
          ExitCode.USAGE,
          "'%s' can't be read as an Avro schema: %s".formatted(file, reason(e)),
          "write one schema in JSON, with all that it refers to",
          e);
    }
  }

  private static String reason(Throwable thrown) {
    if (thrown.getCause() instanceof JsonProcessingException json) {
      return "line %d is no JSON: %s"
          .formatted(json.getLocation().getLineNr(), json.getOriginalMessage());
    }
    if (thrown instanceof CharacterCodingException) {
      return "it is not UTF-8";
    }
    return thrown instanceof StackOverflowError
        ? "it is nested too deep"
        : String.valueOf(thrown.getMessage());
  }
}
