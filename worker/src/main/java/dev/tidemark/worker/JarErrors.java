package dev.tidemark.worker;

import dev.tidemark.client.api.ApiError;
import dev.tidemark.topology.jar.JobJarException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Errors of a jar, for clients that know it only by its hash. */
public final class JarErrors {
  private JarErrors() {}

  /**
   * Converts an error to one of the API, without the name of a file.
   *
   * @param jar its file on the node
   */
  public static ApiError of(JobJarException e, Path jar) {
    return new ApiError(
        code(e), withoutFile(String.valueOf(e.getMessage()), jar), e.hint(), List.of());
  }

  static String code(JobJarException e) {
    return "jar_" + e.reason().name().toLowerCase(Locale.ROOT);
  }

  static String withoutFile(String text, Path jar) {
    return text.replace("'" + jar + "'", "the jar").replace(jar.toString(), "the jar");
  }
}
