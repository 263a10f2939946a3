package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import dev.tidemark.cli.terminal.Formatting;
import dev.tidemark.cli.terminal.ProgressLine;
import dev.tidemark.cli.terminal.Terminal;
import dev.tidemark.client.NodeClient;
import dev.tidemark.client.NodeUnreachableException;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.ApiException;
import dev.tidemark.client.api.cluster.JarView;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Brings jars to a cluster, unless it has them. */
public final class JarUpload {
  private final Terminal terminal;
  private final NodeClient client;

  public JarUpload(Terminal terminal, NodeClient client) {
    this.terminal = terminal;
    this.client = client;
  }

  /**
   * A jar that the cluster has.
   *
   * @param isNew whether it was brought there just now
   */
  public record Uploaded(JarView jar, boolean isNew) {
    public String id() {
      return jar.id();
    }
  }

  /** Uploads a file if its bytes are not there yet. */
  public Uploaded upload(Path file) {
    String id = sha256(file);
    try {
      return new Uploaded(client.jar(id), false);
    } catch (ApiException e) {
      if (e.status() != 404) {
        throw e;
      }
    }
    try (ProgressLine live = new ProgressLine(terminal)) {
      long total = file.toFile().length();
      JarView jar =
          client.putJar(file, sent -> live.show(ProgressLine.bar("uploading", sent, total)));
      if (!jar.id().equals(id)) {
        client.deleteJar(jar.id());
        throw new CommandException(
            ExitCode.FAILED,
            "'" + file + "' has changed while it was uploaded",
            "wait until its build is done, and submit it again");
      }
      return new Uploaded(jar, true);
    } catch (FileNotFoundException e) {
      throw noFile(file);
    } catch (ApiException e) {
      throw e.status() == 422 ? naming(file, e) : e;
    }
  }

  /** The node knows no file names, so that what it says of a jar does not tell which. */
  private static ApiException naming(Path file, ApiException e) {
    ApiError error = e.error();
    String message = "'%s': %s".formatted(file, error.message());
    return new ApiException(
        e.status(), new ApiError(error.errorCode(), message, error.hint(), error.details()));
  }

  /** Leaves the cluster as it was: takes back a jar that was uploaded and is not used after all. */
  public void takeBack(Uploaded uploaded) {
    if (uploaded.isNew()) {
      try {
        client.deleteJar(uploaded.id());
      } catch (ApiException | NodeUnreachableException e) {
        terminal
            .err()
            .println(
                "the jar stays in the cluster; to delete it: tidemark jars delete "
                    + Formatting.shortId(uploaded.id()));
      }
    }
  }

  private static CommandException noFile(Path file) {
    return new CommandException(
        ExitCode.JOB_UNUSABLE, "there is no file '" + file + "'", "give the path of a job's jar");
  }

  private static String sha256(Path file) {
    if (!Files.isRegularFile(file)) {
      throw noFile(file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.JOB_UNUSABLE,
          "'%s' can't be read: %s".formatted(file, e),
          "make it readable",
          e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
