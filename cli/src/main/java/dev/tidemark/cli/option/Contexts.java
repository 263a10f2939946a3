package dev.tidemark.cli.option;

import dev.tidemark.cli.terminal.CommandException;
import dev.tidemark.cli.terminal.ExitCode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that a user works with, by name. Holds no token, only where it is kept.
 *
 * @param currentContext which one is used unless another is named; null for none
 * @param contexts all of them
 */
public record Contexts(@Nullable String currentContext, SortedMap<String, Context> contexts) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** No context. */
  static final Contexts EMPTY = new Contexts(null, new TreeMap<>());

  /**
   * The addresses and credentials of one cluster.
   *
   * @param urls of nodes; the first that answers is used
   * @param tokenFile the file with the token; null for none
   * @param caFile certificates (PEM) of whom to trust; null for the JVM's own
   */
  public record Context(List<String> urls, @Nullable String tokenFile, @Nullable String caFile) {
    public Context {
      urls = List.copyOf(urls);
    }
  }

  /** The context of this name. */
  Context get(String name) {
    Context context = contexts.get(name);
    if (context == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "there is no context '" + name + "'",
          contexts.isEmpty()
              ? "make one: tidemark config set-context NAME --url URL"
              : "contexts: " + String.join(", ", contexts.keySet()));
    }
    return context;
  }

  /** These, with one added or replaced. */
  public Contexts with(String name, Context context) {
    if (!NAME.matcher(name).matches()) {
      throw new CommandException(
          ExitCode.USAGE,
          "'" + name + "' can't name a context",
          "use up to 64 of the characters a-z, A-Z, 0-9, '.', '_' and '-'");
    }
    SortedMap<String, Context> all = new TreeMap<>(contexts);
    all.put(name, context);
    return new Contexts(currentContext, all);
  }

  /** These, with another one in use. */
  public Contexts using(String name) {
    get(name);
    return new Contexts(name, contexts);
  }

  /** These without one. */
  public Contexts without(String name) {
    get(name);
    SortedMap<String, Context> all = new TreeMap<>(contexts);
    all.remove(name);
    return new Contexts(name.equals(currentContext) ? null : currentContext, all);
  }
}
