package dev.tidemark.topology.plan;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every name of a plan is either stated by the author or follows from one that was, by the rules
 * here, never from a counter: state and exchanges are found again by them.
 */
public final class Names {
  /** The pattern of the names of operators, windows, parameters and jobs. */
  static final Pattern LEGAL = Pattern.compile("[a-z0-9-]{1,64}");

  private static final Pattern LEGAL_TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
  private static final char MARK = '\0';
  private static final Pattern MARKED = Pattern.compile("(.*)" + MARK + "\\d+", Pattern.DOTALL);

  private Names() {}

  /** The id of a join that its author gave no name. */
  public static String join(String table) {
    return "join-" + table;
  }

  /** The id of a sink. */
  public static String sink(String topic) {
    return "to-" + topic;
  }

  /**
   * The id of {@code name} when it is used for the {@code nth} time, so that structure survives a
   * duplicate.
   */
  public static String marked(String name, int nth) {
    return name + MARK + nth;
  }

  /** The name as its author wrote it. */
  public static String stated(String id) {
    Matcher marked = MARKED.matcher(id);
    return marked.matches() ? marked.group(1) : id;
  }

  public static String send(String join) {
    return join + "-send";
  }

  public static String receive(String join) {
    return join + "-receive";
  }

  public static String partial(String window) {
    return window + "-partial";
  }

  /** The store of a window's open panes. */
  public static String panesStore(String window) {
    return window + "-panes";
  }

  /** The store of a window's closed panes. */
  public static String closedStore(String window) {
    return window + "-closed";
  }

  /** The store of a stage's or table's channels, watermarks and ledger. */
  public static String progressStore(String stage) {
    return stage + "-progress";
  }

  /** The store in which elements of a stage wait for their next attempt. */
  public static String parkedStore(String stage) {
    return stage + "-parked";
  }

  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches();
  }

  public static boolean isLegalTopic(String topic) {
    return LEGAL_TOPIC.matcher(topic).matches() && !topic.equals(".") && !topic.equals("..");
  }

  /** The stores of a stage. */
  static List<String> ofStage(String stage) {
    return List.of(progressStore(stage), parkedStore(stage));
  }

  /** The ids and stores that a window leads to. */
  static List<String> ofWindow(String window) {
    return List.of(
        partial(window),
        panesStore(window),
        closedStore(window),
        progressStore(window),
        parkedStore(window));
  }

  /** The ids and stores that a join behind an exchange leads to. */
  static List<String> ofExchangedJoin(String join) {
    return List.of(
        send(join), receive(join), progressStore(receive(join)), parkedStore(receive(join)));
  }
}
