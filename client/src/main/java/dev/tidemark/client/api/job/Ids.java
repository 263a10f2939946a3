package dev.tidemark.client.api.job;

import java.util.regex.Pattern;

/**
 * The rules for names in requests. Any other name is refused before anything looks for it, so that
 * no name from outside is ever a path.
 */
public final class Ids {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern RUN = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern JAR = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern STORE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,248}");

  private Ids() {}

  /** Returns whether it may name a job or a node: {@code [a-z0-9-]{1,64}}. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Returns whether it may name a job, or the replay beside one. */
  public static boolean isJob(String text) {
    return isName(ReplaySpec.jobOf(text));
  }

  /** Returns whether it may number a run. */
  public static boolean isRun(String text) {
    return RUN.matcher(text).matches();
  }

  /**
   * Returns whether it may name a jar: the 64 hexadecimal digits, in lower case, of its SHA-256.
   */
  public static boolean isJar(String text) {
    return JAR.matcher(text).matches();
  }

  /**
   * Returns whether it may name a store: what Kafka accepts for a topic, not beginning with a dot.
   */
  public static boolean isStore(String text) {
    return STORE.matcher(text).matches();
  }
}
