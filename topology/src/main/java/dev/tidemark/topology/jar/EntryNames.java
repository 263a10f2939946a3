package dev.tidemark.topology.jar;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of a jar's entries: relative paths that mean the same to everybody who would unpack
 * them, each there once. A folder may be there again: archivers that merge jars do that, and it
 * holds nothing.
 */
final class EntryNames {

  private static final int NAME_MAX = 1_000;
  private static final int SHOWN_MAX = 100;
  private static final Pattern DRIVE = Pattern.compile("[a-zA-Z]:.*", Pattern.DOTALL);
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");
  private static final Set<String> STEPS = Set.of("", ".", "..");

  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();

  /** What is wrong with the next name; empty if nothing is. */
  Optional<String> fault(String name) {
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    if (name.length() > NAME_MAX) {
      return Optional.of("has a name of more than " + NAME_MAX + " characters");
    }
    if (path.startsWith("/") || DRIVE.matcher(path).matches()) {
      return Optional.of("has an absolute name");
    }
    if (path.indexOf('\\') >= 0 || UNPRINTABLE.matcher(path).find()) {
      return Optional.of("has a name with a backslash or an unprintable character");
    }
    List<String> steps = Arrays.asList(path.split("/", -1));
    if (steps.stream().anyMatch(STEPS::contains)) {
      return Optional.of("has a name that leads elsewhere (.., . or an empty step)");
    }
    return isTaken(path, name.endsWith("/")) ? Optional.of("is there twice") : Optional.empty();
  }

  private boolean isTaken(String path, boolean folder) {
    if (folder) {
      folders.add(path);
      return files.contains(path);
    }
    return !files.add(path) || folders.contains(path);
  }

  /** A name as it can stand in a message. */
  static String shown(String name) {
    String printable = UNPRINTABLE.matcher(name).replaceAll("?");
    return "'"
        + (printable.length() > SHOWN_MAX ? printable.substring(0, SHOWN_MAX) + "..." : printable)
        + "'";
  }
}
