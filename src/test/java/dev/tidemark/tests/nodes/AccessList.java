package dev.tidemark.tests.nodes;

import dev.tidemark.tests.base.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The access control lists that {@code docs/security.md} states, as it states them. */
final class AccessList {

  private AccessList() {}

  /**
   * One operation on one kind of resource.
   *
   * @param resource what it is about, e.g. {@code topic}
   * @param name as it is stated, with placeholders, e.g. {@code JOB.*}
   */
  record Grant(ResourceType resource, String name, AclOperation operation) {

    /**
     * What allows a user this.
     *
     * @param names what each placeholder stands for
     */
    List<AclBinding> bindings(String user, Map<String, List<String>> names) {
      boolean prefixed = name.endsWith("*");
      String plain = prefixed ? name.substring(0, name.length() - 1) : name;
      return expand(plain, names).stream()
          .map(
              resourceName ->
                  new AclBinding(
                      new ResourcePattern(
                          resource,
                          resourceName,
                          prefixed ? PatternType.PREFIXED : PatternType.LITERAL),
                      new AccessControlEntry(
                          "User:" + user, "*", operation, AclPermissionType.ALLOW)))
          .toList();
    }

    private static List<String> expand(String name, Map<String, List<String>> names) {
      for (Map.Entry<String, List<String>> each : names.entrySet()) {
        if (name.startsWith(each.getKey())) {
          String rest = name.substring(each.getKey().length());
          return each.getValue().stream().map(value -> value + rest).toList();
        }
      }
      throw new AssertionError("docs/security.md speaks of '" + name + "', which nothing explains");
    }

    @Override
    public String toString() {
      return operation + " on " + resource.name().toLowerCase(Locale.ROOT) + " " + name;
    }
  }

  /** The rows of the table below a headline. */
  static List<Grant> of(String headline) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Repository.root().resolve("docs/security.md"));
    } catch (IOException e) {
      throw new UncheckedIOException("docs/security.md can't be read", e);
    }
    int begin = lines.indexOf(headline);
    if (begin < 0) {
      throw new AssertionError("docs/security.md has no headline '" + headline + "'");
    }
    List<Grant> grants = new ArrayList<>();
    for (String line : lines.subList(begin + 1, lines.size())) {
      if (line.startsWith("#")) {
        break;
      }
      if (line.startsWith("| `")) {
        grants.addAll(row(line));
      }
    }
    return grants;
  }

  private static List<Grant> row(String line) {
    String[] cells = line.replace("`", "").split("\\|", -1);
    ResourceType resource =
        ResourceType.fromString(cells[1].strip().replace(' ', '_').toUpperCase(Locale.ROOT));
    List<Grant> grants = new ArrayList<>();
    for (String operation : cells[3].split(",", -1)) {
      grants.add(new Grant(resource, cells[2].strip(), operation(operation.strip())));
    }
    return grants;
  }

  private static AclOperation operation(String name) {
    return AclOperation.fromString(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
  }
}
