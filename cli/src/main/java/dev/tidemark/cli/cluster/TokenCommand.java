package dev.tidemark.cli.cluster;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.tidemark.cli.option.CommandGroup;
import dev.tidemark.cli.option.LowerCaseEnum;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.api.Principal.Role;
import dev.tidemark.node.http.Tokens;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The tokens of those who may ask a node. */
@Command(
    name = "token",
    header = "Make tokens for those who may ask a node.",
    footer = {"", "Example:", "  tidemark token create --role operator --name ci --file tokens"})
public final class TokenCommand extends CommandGroup {
  /** Makes one. */
  @Command(
      name = "create",
      header = "Make a token, and print it once: only its hash is kept.",
      description = {
        "A viewer may look, an operator may also pause, resume, stop and restart jobs, a submitter may also run code: "
            + "upload jars, submit, upgrade and delete jobs.",
      },
      footer = {"", "Example:", "  tidemark token create --role operator --name ci --file tokens"})
  public static final class Create implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        required = true,
        order = 1,
        converter = LowerCaseEnum.Role.class,
        completionCandidates = LowerCaseEnum.Role.class,
        description = "What its holder may do: viewer, operator or submitter.")
    Role role = Role.VIEWER;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        order = 2,
        description = "Who has it, as nodes log it (default: the name of the role).")
    @Nullable String name;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        order = 3,
        description =
            "Append its hash to this file, for --token-file of the nodes (default: print the line to stderr).")
    @Nullable Path file;

    public Create(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      String token = Tokens.create();
      String line = line(token);
      if (file == null) {
        terminal.err().println("a line for the token file of the nodes: " + line);
      } else {
        append(file, line);
        terminal
            .err()
            .println("its hash is in " + file + "; keep the token, it is not shown again:");
      }
      terminal.out().println(token);
      return ExitCode.OK.number();
    }

    private String line(String token) {
      try {
        return Tokens.line(name == null ? LowerCaseEnum.word(role) : name, role, token);
      } catch (IllegalArgumentException e) {
        throw new CommandException(
            ExitCode.USAGE, String.valueOf(e.getMessage()), "give another --name", e);
      }
    }

    /** In one write, so that a node never reads half a line. */
    private static void append(Path file, String line) {
      Set<StandardOpenOption> options =
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      try {
        String before = Files.exists(file) ? Files.readString(file) : "";
        boolean endsWithinALine = !before.isEmpty() && !before.endsWith("\n");
        try (var channel = Files.newByteChannel(file, options, ownerOnly());
            var out = Channels.newOutputStream(channel)) {
          String text = (endsWithinALine ? "\n" : "") + line + "\n";
          out.write(text.getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new CommandException(
            ExitCode.FAILED,
            "'%s' can't be written: %s".formatted(file, e),
            "give --file a file that can be written",
            e);
      }
    }

    private static FileAttribute<?>[] ownerOnly() {
      return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {asFileAttribute(fromString("rw-------"))}
          : new FileAttribute<?>[0];
    }
  }
}
