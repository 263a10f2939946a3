package dev.tidemark.tests.rules;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.tests.base.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Prose is plain technical English: pages, and the comments and texts of the Java sources below
 * {@link #JAVA_ROOTS}. The glossary has the words that are used instead.
 */
class PlainLanguageTest {

  /**
   * The source roots, relative to the root of the repository, whose Java is held to the rules, e.g.
   * {@code "serde/src/main/java"}.
   */
  private static final List<String> JAVA_ROOTS =
      Stream.of(
              "bench",
              "cli",
              "client",
              "dev",
              "jobs/delays-by-state",
              "jobs/quake-sequences",
              "node",
              "records",
              "runtime",
              "serde",
              "testkit",
              "topology",
              "worker")
          .map(module -> module + "/src/main/java")
          .toList();

  /** Each phrase that is not used, with what to write instead. */
  private static final Map<String, String> BANNED = banned();

  private static final Pattern CODE_OF_A_PAGE =
      Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\\n]*`|\\]\\([^)]*\\)");
  private static final Pattern NOUN_CLAUSE =
      Pattern.compile("^(?:What|How|Whether|Who|Whom|Whose|Where|Why|Which)\\s.*");

  private static Map<String, String> banned() {
    Map<String, String> banned = new LinkedHashMap<>();
    banned.put("what (?:becomes|became|has become|will become|is to become) of", "the result of");
    banned.put("who(?:m|so)?ever", "the actor: the client, the caller, any process");
    banned.put("somebody|someone", "the actor: the client, another process");
    banned.put("nobody|no one", "the actor: no client, no consumer");
    // not as a part of a dotted name: Kafka has a setting allow.everyone.if.no.acl.found
    banned.put("everybody|(?<!\\.)everyone", "the actor: every client, every user");
    banned.put("(?:go|goes|going|went|gone) on", "continues");
    banned.put(
        "(?:give|gives|giving|gave|given) (?:it |them |that |this )?up", "rejected, stopped");
    banned.put("(?:stand|stands|stood|standing) still|standstill", "stopped, does not advance");
    banned.put("where (?:it|they|(?:a|the|each) \\w+|jobs|runs) stands?", "position, status");
    banned.put("(?:put|puts|putting) aside", "dead-lettered, late");
    banned.put("mend(?:s|ed|ing|able)?", "fix");
    banned.put("anew", "again, from scratch");
    banned.put("for good", "permanently");
    banned.put("for ever", "without limit, permanently");
    banned.put("in vain", "without effect");
    banned.put("dearest|dearer", "most expensive");
    banned.put("be it that", "even if");
    banned.put("lest", "so that ... not");
    banned.put("as people read (?:it|them)", "human-readable");
    banned.put("(?<!there )is none", "is not a ...");
    banned.put("of (?:one's|its) own accord", "automatically");
    return Map.copyOf(banned);
  }

  static Stream<Path> pages() throws IOException {
    return Repository.allPages().stream();
  }

  static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String root : JAVA_ROOTS) {
      sources.addAll(Repository.files(Repository.root().resolve(root), ".java"));
    }
    sources.removeIf(source -> source.endsWith("PlainLanguageTest.java"));
    return sources;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldWritePagesInPlainLanguage(Path page) {
    assertThat(problems(page, pageLines(read(page)))).isEmpty();
  }

  @Test
  void shouldWriteCommentsAndTextsInPlainLanguage() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path source : sources()) {
      problems.addAll(problems(source, new JavaText(read(source)).parts()));
    }

    assertThat(problems).isEmpty();
  }

  @Test
  void shouldBeginJavadocWithANounOrAVerb() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path source : sources()) {
      for (JavaText.Part doc : new JavaText(read(source)).javadocOfTypesAndMethods()) {
        if (isNounClause(doc.text())) {
          problems.add(place(source, doc) + doc.text());
        }
      }
    }

    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/** What becomes of a record. */ class A {}",
        "class A { // the job goes\n // on\n }",
        "class A {\n /* Nobody\n * knows. */ int b; }",
        "class A { String b = \"mend \\\" the record\"; }",
        "class A { String b = \"\"\"\n begins \"anew\"\n \"\"\"; }"
      })
  void shouldFindABannedPhraseWhereverPeopleReadIt(String source) {
    assertThat(problems(Path.of("A.java"), partsOf(source))).hasSize(1);
  }

  @Test
  void shouldNotTakeNamesCodeOrPartsOfWordsForPhrases() {
    String source =
        "class A { char quote = '\"'; int mend = nobody(anew); String s = \"commend, forgo on\"; }";

    assertThat(problems(Path.of("A.java"), partsOf(source))).isEmpty();
    assertThat(pageLines("Run `mend`:\n```\nNobody\n```\nFine.").toString())
        .doesNotContain("mend", "Nobody")
        .contains("Fine.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/** What it is. */ record A(int b) {}",
        "class A {\n /**\n * Whether it is so.\n */\n @Deprecated(since = \"1\") boolean b() {} }",
        "interface A {\n /** How many. */\n Map<String, List<A>> many(int of);\n }"
      })
  void shouldFindNounClausesOfTypesAndMethods(String source) {
    assertThat(new JavaText(source).javadocOfTypesAndMethods())
        .singleElement()
        .matches(doc -> isNounClause(doc.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A {\n /** How many. */\n private static final int MAX = of(1);\n }",
        "enum A {\n /** What waits. */\n B(\"b\"),\n /** Where it was. */\n C(\"c\") }"
      })
  void shouldAllowNounClausesOfFieldsAndConstants(String source) {
    assertThat(new JavaText(source).javadocOfTypesAndMethods()).isEmpty();
  }

  private static boolean isNounClause(String doc) {
    return NOUN_CLAUSE.matcher(doc).matches();
  }

  private static List<JavaText.Part> partsOf(String source) {
    return new JavaText(source).parts();
  }

  /** Returns the paragraphs of a page without code and link targets. */
  private static List<JavaText.Part> pageLines(String page) {
    String prose =
        CODE_OF_A_PAGE
            .matcher(page)
            .replaceAll(code -> "\n".repeat((int) code.group().lines().count() - 1));
    List<JavaText.Part> paragraphs = new ArrayList<>();
    int line = 1;
    for (String paragraph : prose.split("\n\\s*\n", -1)) {
      paragraphs.add(new JavaText.Part(line, paragraph.replaceAll("\\s+", " ")));
      line += (int) paragraph.chars().filter(c -> c == '\n').count() + 2;
    }
    return paragraphs;
  }

  private static List<String> problems(Path file, List<JavaText.Part> parts) {
    List<String> problems = new ArrayList<>();
    BANNED.forEach(
        (phrase, instead) -> {
          Pattern pattern = Pattern.compile("\\b(?:" + phrase + ")\\b", CASE_INSENSITIVE);
          for (JavaText.Part part : parts) {
            pattern
                .matcher(part.text())
                .results()
                .forEach(
                    found ->
                        problems.add(
                            place(file, part)
                                + "'"
                                + found.group()
                                + "': write "
                                + instead
                                + " in: "
                                + around(part.text(), found.start())));
          }
        });
    return problems;
  }

  private static String around(String text, int position) {
    return text.substring(Math.max(0, position - 40), Math.min(text.length(), position + 60));
  }

  private static String place(Path file, JavaText.Part part) {
    return file.getFileName() + ":" + part.line() + ": ";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }
}
