package dev.tidemark.cli.option;

import java.util.Iterator;
import java.util.List;

/**
 * Marks parameters whose values only a cluster knows. The completion script asks for them by {@code
 * tidemark __complete}: the words that stand here are what it looks for.
 */
public final class LiveNames {
  static final String JOBS = "__jobs__";
  static final String JARS = "__jars__";
  static final String CONTEXTS = "__contexts__";

  private LiveNames() {}

  /** Names of jobs. */
  public static final class Jobs implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(JOBS).iterator();
    }
  }

  /** Ids of jars. */
  public static final class Jars implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(JARS).iterator();
    }
  }

  /** Names of contexts. */
  public static final class ContextNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(CONTEXTS).iterator();
    }
  }
}
