import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Measures the shape of the main sources: files per package, lines per file and method, parameters,
 * Javadoc, and cycles between packages. Run it with {@code config/measure}.
 */
public final class Measure {

  private final Map<String, Integer> filesByPackage = new TreeMap<>();
  private final Map<String, Set<String>> usedByPackage = new TreeMap<>();
  private final Map<String, String> packageByType = new HashMap<>();
  private final List<Integer> fileLines = new ArrayList<>();
  private final List<Integer> methodLines = new ArrayList<>();
  private String longestMethod = "";
  private int manyParameters;
  private int publicTypes;
  private int publicTypesDocumented;
  private int publicMethods;
  private int publicMethodsDocumented;

  private Measure() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length > 0 ? args[0] : ".").toAbsolutePath().normalize();
    new Measure().run(root);
  }

  private void run(Path root) throws IOException {
    List<Path> sources;
    try (Stream<Path> all = Files.walk(root)) {
      sources =
          all.filter(path -> path.toString().endsWith(".java"))
              .filter(path -> root.relativize(path).toString().contains("src/main/java/"))
              .filter(path -> !root.relativize(path).toString().contains("target/"))
              .sorted()
              .toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null,
                files,
                null,
                List.of("-proc:none"),
                null,
                files.getJavaFileObjectsFromPaths(sources));
    List<CompilationUnitTree> units = new ArrayList<>();
    task.parse().forEach(units::add);
    DocTrees trees = DocTrees.instance(task);
    for (CompilationUnitTree unit : units) {
      file(unit);
    }
    for (CompilationUnitTree unit : units) {
      uses(unit);
      new MethodScanner(unit, trees).scan(unit, null);
    }
    print();
  }

  private void file(CompilationUnitTree unit) throws IOException {
    String inside = unit.getPackageName().toString();
    filesByPackage.merge(inside, 1, Integer::sum);
    fileLines.add(unit.getSourceFile().getCharContent(true).toString().split("\n", -1).length - 1);
    for (Tree type : unit.getTypeDecls()) {
      if (type instanceof ClassTree declared) {
        packageByType.put(inside + "." + declared.getSimpleName(), inside);
      }
    }
  }

  /**
   * Collects the packages that a file imports from; a file uses other packages by imports alone.
   */
  private void uses(CompilationUnitTree unit) {
    String inside = unit.getPackageName().toString();
    Set<String> used = usedByPackage.computeIfAbsent(inside, name -> new TreeSet<>());
    for (ImportTree imported : unit.getImports()) {
      String name = imported.getQualifiedIdentifier().toString();
      while (name.indexOf('.') >= 0 && !packageByType.containsKey(name)) {
        name = name.substring(0, name.lastIndexOf('.'));
      }
      String other = packageByType.get(name);
      if (other != null && !other.equals(inside)) {
        used.add(other);
      }
    }
  }

  private final class MethodScanner extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final SourcePositions positions;

    MethodScanner(CompilationUnitTree unit, DocTrees trees) {
      this.unit = unit;
      this.trees = trees;
      this.positions = trees.getSourcePositions();
    }

    @Override
    public Void visitClass(ClassTree type, Void none) {
      if (type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
        publicTypes++;
        publicTypesDocumented += trees.getDocComment(getCurrentPath()) == null ? 0 : 1;
      }
      return super.visitClass(type, none);
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(annotation -> annotation.toString().contains("Override"));
      if (method.getModifiers().getFlags().contains(Modifier.PUBLIC) && !overrides) {
        publicMethods++;
        publicMethodsDocumented += trees.getDocComment(getCurrentPath()) == null ? 0 : 1;
      }
      if (method.getParameters().size() > 4) {
        manyParameters++;
      }
      if (method.getBody() != null) {
        int lines = lines(method.getBody());
        if (methodLines.stream().noneMatch(known -> known >= lines)) {
          longestMethod = unit.getPackageName() + ": " + method.getName();
        }
        methodLines.add(lines);
      }
      return super.visitMethod(method, none);
    }

    private int lines(Tree tree) {
      long from = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
      long to = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
      return (int) (to - from + 1);
    }
  }

  private void print() {
    say(
        "packages: %d; files per package: median %d, p90 %d, max %d",
        filesByPackage.size(),
        quantile(filesByPackage.values(), 0.5),
        quantile(filesByPackage.values(), 0.9),
        quantile(filesByPackage.values(), 1));
    filesByPackage.forEach((name, count) -> say("  %3d %s", count, name));
    say(
        "files: %d; lines: %d in all, median %d, p95 %d, max %d; over 500: %d",
        fileLines.size(),
        fileLines.stream().mapToInt(Integer::intValue).sum(),
        quantile(fileLines, 0.5),
        quantile(fileLines, 0.95),
        quantile(fileLines, 1),
        fileLines.stream().filter(lines -> lines > 500).count());
    say(
        "method bodies: %d; lines: median %d, p95 %d, p99 %d, max %d (%s); over 4 parameters: %.1f"
            + " %%",
        methodLines.size(),
        quantile(methodLines, 0.5),
        quantile(methodLines, 0.95),
        quantile(methodLines, 0.99),
        quantile(methodLines, 1),
        longestMethod,
        100.0 * manyParameters / methodLines.size());
    say(
        "Javadoc: %d of %d public types, %d of %d public methods that override nothing",
        publicTypesDocumented, publicTypes, publicMethodsDocumented, publicMethods);
    List<List<String>> cycles = cycles();
    say("cycles between packages: %d", cycles.size());
    cycles.forEach(cycle -> say("  %s", cycle));
  }

  private static int quantile(Iterable<Integer> values, double share) {
    List<Integer> sorted = new ArrayList<>();
    values.forEach(sorted::add);
    sorted.sort(null);
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }

  /** Packages that reach each other, as groups. */
  private List<List<String>> cycles() {
    List<List<String>> groups = new ArrayList<>();
    Set<String> grouped = new HashSet<>();
    for (String one : usedByPackage.keySet()) {
      List<String> group =
          reachable(one).stream().filter(other -> reachable(other).contains(one)).sorted().toList();
      if (!group.isEmpty() && grouped.add(group.get(0))) {
        groups.add(group);
      }
    }
    return groups;
  }

  private Set<String> reachable(String from) {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(usedByPackage.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (found.add(next)) {
        open.addAll(usedByPackage.getOrDefault(next, Set.of()));
      }
    }
    return found;
  }

  private static void say(String format, Object... values) {
    System.out.println(format.formatted(values).stripTrailing());
  }

  static {
    Locale.setDefault(Locale.ROOT);
  }
}
