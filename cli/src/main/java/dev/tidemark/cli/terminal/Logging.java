package dev.tidemark.cli.terminal;

/**
 * The log levels of the libraries. The logger reads its settings once, when the first class that
 * logs is loaded: {@link #configure} must come before.
 */
public final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /**
   * Logs errors only, or with {@code verbose} also warnings and information. A level set from
   * outside stays.
   *
   * @param isNode whether the process is a node: it runs for weeks, and also logs who did what
   */
  public static void configure(boolean verbose, boolean isNode) {
    setUnlessSet(PREFIX + "defaultLogLevel", verbose ? "info" : "error");
    if (isNode) {
      setUnlessSet(PREFIX + "log.dev.tidemark.node", "info");
    }
    setUnlessSet(PREFIX + "showDateTime", "true");
    setUnlessSet(
        PREFIX + "dateTimeFormat", isNode ? "yyyy-MM-dd'T'HH:mm:ss.SSSXXX" : "HH:mm:ss.SSS");
    setUnlessSet(PREFIX + "showThreadName", Boolean.toString(verbose));
    setUnlessSet(PREFIX + "levelInBrackets", "true");
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
