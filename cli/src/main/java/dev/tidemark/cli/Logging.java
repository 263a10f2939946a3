package dev.tidemark.cli;

/**
 * How much the libraries may say. The logger reads its settings once, when the first class that
 * logs is loaded: {@link #configure} must come before.
 */
final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /**
   * Errors only, or with {@code verbose} also warnings and what goes on. A level set from outside
   * stays.
   */
  static void configure(boolean verbose) {
    setUnlessSet(PREFIX + "defaultLogLevel", verbose ? "info" : "error");
    setUnlessSet(PREFIX + "showDateTime", "true");
    setUnlessSet(PREFIX + "dateTimeFormat", "HH:mm:ss.SSS");
    setUnlessSet(PREFIX + "showThreadName", Boolean.toString(verbose));
    setUnlessSet(PREFIX + "levelInBrackets", "true");
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
