package dev.tidemark.topology.dsl;

import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles snippets as a job's author would, with the class path of the tests. Nothing is written.
 */
final class Javac {
  private static final String IMPORTS =
      """
      import static dev.tidemark.serde.Types.*;
      import static dev.tidemark.topology.dsl.Aggregations.*;
      import static dev.tidemark.topology.dsl.Backoff.*;
      import static dev.tidemark.topology.dsl.OutOfOrderness.*;
      import static dev.tidemark.topology.dsl.ErrorPolicy.*;
      import static dev.tidemark.topology.dsl.Windows.*;
      import static java.time.Duration.*;
      import dev.tidemark.schemas.*;
      import dev.tidemark.serde.*;
      import dev.tidemark.serde.codec.*;
      import dev.tidemark.topology.dsl.*;
      import dev.tidemark.topology.aggregation.*;
      import java.time.*;
      import java.util.*;
      import java.util.function.*;
      """;

  private Javac() {}

  /** What the compiler has against some statements of a job; empty if nothing. */
  static String errorsIn(String statements) {
    return errorsInUnit(
        "Snippet",
        IMPORTS
            + """
            class Snippet implements StreamJob {
              Table<String, User> users;
              Stream<Order> orders;
              KeyedStream<String, Order> byUser;
              @Override public void define(Topology topology) {
            """
            + statements
            + "\n}}");
  }

  /** What the compiler has against a whole file; empty if nothing. */
  static String errorsInUnit(String className, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-Xlint:all,-classfile,-path",
            "-implicit:none",
            "-d",
            System.getProperty("java.io.tmpdir"),
            "-Xdiags:verbose",
            "-XDshould-stop.ifNoError=FLOW",
            "-cp",
            System.getProperty("java.class.path"));
    compiler
        .getTask(
            new StringWriter(),
            null,
            diagnostics,
            options,
            null,
            List.of(new Source(className, source)))
        .call();
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
        .map(
            diagnostic ->
                "line " + diagnostic.getLineNumber() + ": " + diagnostic.getMessage(Locale.ENGLISH))
        .collect(Collectors.joining("\n"));
  }

  /** A file in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String content;

    Source(String className, String content) {
      super(URI.create("string:///" + className + ".java"), Kind.SOURCE);
      this.content = content;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return content;
    }
  }
}
