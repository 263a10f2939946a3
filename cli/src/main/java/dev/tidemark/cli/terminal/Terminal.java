package dev.tidemark.cli.terminal;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The output and input of a command, with what may be drawn there.
 *
 * @param out data
 * @param err what is meant for people alone
 * @param outIsTty whether a person reads {@code out}
 * @param errIsTty whether a person reads {@code err}, so that lines may be redrawn
 * @param columns the width of the terminal in characters
 * @param environment the environment variables
 * @param input the source of a user's answers
 */
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    boolean outIsTty,
    boolean errIsTty,
    int columns,
    Map<String, String> environment,
    Input input) {

  /**
   * The source of answers to questions.
   *
   * @param isTty whether a person can be asked
   */
  public record Input(BufferedReader reader, boolean isTty) {
    /** Returns an input without a user to ask. */
    static Input none() {
      return new Input(new BufferedReader(Reader.nullReader()), false);
    }
  }

  private static final int DEFAULT_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 20;

  /** A terminal that does not know its width reports 0. */
  public Terminal {
    columns = columns < LEAST_COLUMNS ? DEFAULT_COLUMNS : columns;
  }

  /** Creates a terminal without a user who answers. */
  public Terminal(
      PrintWriter out,
      PrintWriter err,
      boolean outIsTty,
      boolean errIsTty,
      int columns,
      Map<String, String> environment) {
    this(out, err, outIsTty, errIsTty, columns, environment, Input.none());
  }

  /**
   * Returns the terminal of this process. Java can't tell which of its streams are terminals; the
   * launcher script can, and reports it in system properties.
   */
  public static Terminal ofThisProcess() {
    return new Terminal(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("tidemark.tty.out"),
        Boolean.getBoolean("tidemark.tty.err"),
        Integer.getInteger("tidemark.tty.columns", DEFAULT_COLUMNS),
        System.getenv(),
        new Input(
            new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder())),
            Boolean.getBoolean("tidemark.tty.in")));
  }

  /** The value of an environment variable; {@code null} when it is not set or empty. */
  @Nullable
  public String environment(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * Returns whether {@code auto} means colours, see <a
   * href="https://no-color.org">no-color.org</a>.
   */
  public boolean likesColor() {
    return outIsTty && environment("NO_COLOR") == null && !"dumb".equals(environment("TERM"));
  }
}
