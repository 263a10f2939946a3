package dev.tidemark.tests.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The parts of a Java source that people read: its comments and its string literals. */
final class JavaText {

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)(?<comment>/\\*.*?\\*/|//[^\\n]*(?:\\n\\s*//[^\\n]*)*)"
              + "|(?<text>\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\")"
              + "|'(?:\\\\.|[^'\\\\])+'");
  private static final Pattern ANNOTATIONS =
      Pattern.compile("@(?!interface\\b)[\\w.]+(?:\\s*\\((?:[^()]|\\([^()]*\\))*\\))?");
  private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record)\\s+\\w+");
  private static final Pattern METHOD = Pattern.compile("[\\w>\\]?]\\s+\\w+\\s*\\(");

  private final String source;

  JavaText(String source) {
    this.source = source;
  }

  /**
   * A part of a source.
   *
   * @param line where it begins, 1 for the first line
   * @param text without the marks of comments and literals
   */
  record Part(int line, String text) {}

  /** Returns all comments and string literals, in their order. */
  List<Part> parts() {
    return tokens()
        .filter(token -> !token.group().startsWith("'"))
        .map(token -> new Part(lineOf(token.start()), plain(token.group())))
        .toList();
  }

  /** Returns the Javadoc comments of types and methods, in their order. */
  List<Part> javadocOfTypesAndMethods() {
    List<Part> docs = new ArrayList<>();
    tokens()
        .filter(token -> token.group().startsWith("/**"))
        .filter(token -> isTypeOrMethod(declarationAfter(token.end())))
        .forEach(token -> docs.add(new Part(lineOf(token.start()), plain(token.group()))));
    return docs;
  }

  private Stream<MatchResult> tokens() {
    return TOKEN.matcher(source).results();
  }

  private String declarationAfter(int end) {
    String rest = source.substring(end, Math.min(source.length(), end + 1_500));
    return ANNOTATIONS.matcher(rest).replaceAll(" ").split("[{;=]", 2)[0];
  }

  private static boolean isTypeOrMethod(String declaration) {
    return TYPE.matcher(declaration).find() || METHOD.matcher(declaration).find();
  }

  private int lineOf(int position) {
    return 1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count();
  }

  private static String plain(String token) {
    String text =
        token.startsWith("\"")
            ? token.replaceAll("^\"+|\"+$", "")
            : token.replaceAll("^/[*/]+|\\*/$", "").replaceAll("(?m)^\\s*\\*(?!/)|^\\s*//", " ");
    return text.replaceAll("\\s+", " ").strip();
  }
}
