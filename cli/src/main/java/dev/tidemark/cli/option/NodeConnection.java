package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.NodeClientBuilder;
import java.time.Duration;

/** Opens clients of a cluster. */
public final class NodeConnection {
  private NodeConnection() {}

  /** A client; nothing is asked yet. */
  public static NodeClient open(Access access) {
    return build(access, NodeClient.at(access.urls()));
  }

  /** Opens a client that fails fast instead of waiting for an answer. */
  public static NodeClient openBriefly(Access access, Duration limit) {
    return build(access, NodeClient.at(access.urls()).connectTimeout(limit).timeout(limit));
  }

  private static NodeClient build(Access access, NodeClientBuilder builder) {
    try {
      access.token().ifPresent(builder::token);
      access.caFile().ifPresent(builder::trust);
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE,
          String.valueOf(e.getMessage()),
          "see 'tidemark help settings' for where tokens and certificates are stated",
          e);
    }
  }
}
