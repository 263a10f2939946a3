package dev.tidemark.cli.option;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.api.Json;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The file of contexts: {@code $XDG_CONFIG_HOME/tidemark/config.json}, for its owner alone. */
public record ContextsFile(Path path) {

  /** The JSON of the file; any part may be missing. */
  private record Content(
      @Nullable String currentContext,
      @Nullable Map<String, Contexts.@Nullable Context> contexts) {}

  public static ContextsFile of(Terminal terminal) {
    String configHome = terminal.environment("XDG_CONFIG_HOME");
    Path base =
        configHome != null && configHome.startsWith("/")
            ? Path.of(configHome)
            : Path.of(System.getProperty("user.home"), ".config");
    return new ContextsFile(base.resolve("tidemark").resolve("config.json"));
  }

  /** Reads the contexts; empty if the file does not exist. */
  public Contexts read() {
    try {
      Content content =
          Json.mapper().readValue(Files.readString(path), new TypeReference<Content>() {});
      Contexts contexts = new Contexts(content.currentContext(), new TreeMap<>());
      if (content.contexts() != null) {
        contexts.contexts().putAll(content.contexts());
      }
      return contexts;
    } catch (NoSuchFileException e) {
      return Contexts.EMPTY;
    } catch (JsonProcessingException | NullPointerException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "'%s' is not as tidemark config writes it".formatted(path),
          "fix it, or delete it and make the contexts again",
          e);
    } catch (IOException e) {
      throw unusable("read", e);
    }
  }

  /** Replaces what it holds, all at once. */
  public void write(Contexts contexts) {
    try {
      Files.createDirectories(path.resolveSibling("."), ownerOnly("rwx------"));
      Path next = Files.createTempFile(path.getParent(), "config", ".new", ownerOnly("rw-------"));
      try {
        Files.writeString(
            next,
            Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(contexts) + "\n");
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw unusable("written", e);
    }
  }

  private CommandException unusable(String how, IOException e) {
    return new CommandException(
        ExitCode.FAILED,
        "'%s' can't be %s: %s".formatted(path, how, e),
        "make it accessible, or set XDG_CONFIG_HOME",
        e);
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {asFileAttribute(fromString(permissions))}
        : new FileAttribute<?>[0];
  }
}
