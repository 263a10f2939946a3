package dev.tidemark.cli.option;

import dev.tidemark.cli.option.Contexts.Context;
import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The cluster that a verb addresses. The first of these that is stated counts: {@code --url},
 * {@code --context}, {@code TIDEMARK_URL}, {@code TIDEMARK_CONTEXT}, the current context, and the
 * address where a node on this machine listens. A context is used as a whole, so its token never
 * goes to an address that was stated in another way.
 */
public final class ClientOptions {
  public static final String DEFAULT_URL = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      order = 80,
      description = "A node of the cluster (default: $TIDEMARK_URL, or " + DEFAULT_URL + ").")
  @Nullable
  public String url;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      order = 81,
      description =
          "The cluster, as named by tidemark config (default: $TIDEMARK_CONTEXT, or the current one).",
      completionCandidates = LiveNames.ContextNames.class)
  @Nullable
  public String context;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      order = 82,
      description = "The file with the token (default: $TIDEMARK_TOKEN holds it, or the context).")
  @Nullable Path tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      order = 83,
      description = "Certificates (PEM) to trust (default: the context's, or the JVM's).")
  @Nullable Path caFile;

  /** Ready to ask. */
  public NodeClient connect(Terminal terminal) {
    Access access = access(terminal);
    if (access.exposesToken()) {
      terminal
          .err()
          .println("warning: the token crosses the network unencrypted; use an https address");
    }
    return NodeConnection.open(access);
  }

  public Access access(Terminal terminal) {
    Optional<Context> chosen = chosenContext(terminal);
    List<URI> urls =
        chosen
            .map(Context::urls)
            .orElseGet(() -> List.of(firstOf(url, terminal.environment("TIDEMARK_URL"))))
            .stream()
            .map(Access::url)
            .toList();
    return new Access(urls, token(chosen, terminal), caFile(chosen));
  }

  private Optional<Context> chosenContext(Terminal terminal) {
    if (url != null && context != null) {
      throw new CommandException(
          ExitCode.USAGE, "--url and --context exclude each other", "state one of them");
    }
    if (url != null || (context == null && terminal.environment("TIDEMARK_URL") != null)) {
      return Optional.empty();
    }
    String named = context != null ? context : terminal.environment("TIDEMARK_CONTEXT");
    Contexts contexts = ContextsFile.of(terminal).read();
    String name = named != null ? named : contexts.currentContext();
    return Optional.ofNullable(name).map(contexts::get);
  }

  private Optional<String> token(Optional<Context> chosen, Terminal terminal) {
    if (tokenFile != null) {
      return Optional.of(Access.readToken(tokenFile));
    }
    Optional<String> ofContext =
        chosen.map(Context::tokenFile).map(file -> Access.readToken(Path.of(file)));
    return ofContext.or(
        () -> Optional.ofNullable(terminal.environment("TIDEMARK_TOKEN")).map(String::strip));
  }

  private Optional<Path> caFile(Optional<Context> chosen) {
    return Optional.ofNullable(caFile).or(() -> chosen.map(Context::caFile).map(Path::of));
  }

  private static String firstOf(@Nullable String flag, @Nullable String variable) {
    return flag != null ? flag : variable != null ? variable : DEFAULT_URL;
  }
}
