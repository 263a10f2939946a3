package dev.tidemark.tests;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may use whom, and what things are called. */
class ArchitectureTest {

  private static final int LINES_MAX = 500;
  private static final String TOPOLOGY = "dev.tidemark.topology";
  private static final String DSL = TOPOLOGY + ".dsl..";
  private static final String PLAN = TOPOLOGY + ".plan..";
  private static final String TIME = TOPOLOGY + ".eventtime..";
  private static final String OPERATORS = TOPOLOGY + ".operators..";
  private static final String RUNTIME = TOPOLOGY + ".runtime..";
  private static final String JAR = TOPOLOGY + ".jar..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/dev/tidemark/tests/"))
          .importPackages("dev.tidemark");

  @Test
  void shouldFindTheClassesThatItJudges() {
    assertThat(CLASSES)
        .extracting(JavaClass::getPackageName)
        .contains(
            "dev.tidemark.serde",
            TOPOLOGY + ".dsl",
            TOPOLOGY + ".plan",
            TOPOLOGY + ".eventtime",
            TOPOLOGY + ".operators",
            TOPOLOGY + ".runtime",
            TOPOLOGY + ".jar",
            "dev.tidemark.dev",
            "dev.tidemark.cli",
            "dev.tidemark.jobs.delaysbystate",
            "dev.tidemark.bench");
  }

  @Test
  void shouldTouchKafkaStreamsInTheRuntimeAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(RUNTIME, "dev.tidemark.bench..") // the bench measures the peer
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka.streams..", "org.rocksdb..")
        .check(CLASSES);
  }

  @Test
  void shouldTouchTheInternalsOfKafkaStreamsInOneClass() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(TOPOLOGY + ".runtime.CommitHookStore")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka.streams.processor.internals..",
            "org.apache.kafka.streams.state.internals..")
        .check(CLASSES);
  }

  @Test
  void shouldKnowNoKafkaOutsideOfTheEdges() {
    noClasses()
        .that()
        .resideInAnyPackage(DSL, PLAN, TIME, OPERATORS, JAR, "dev.tidemark.serde..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void shouldComputeTimeWithTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(TIME)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify.annotations..", TIME)
        .check(CLASSES);
  }

  @Test
  void shouldPointFromTheDslDownwards() {
    forbid(PLAN, DSL, OPERATORS, RUNTIME, JAR);
    forbid(DSL, OPERATORS, RUNTIME, JAR);
    forbid(OPERATORS, DSL, RUNTIME, JAR);
    forbid(RUNTIME, DSL, JAR);
    forbid(JAR, OPERATORS, RUNTIME);
    forbid("dev.tidemark.serde..", "dev.tidemark.topology..", "dev.tidemark.schemas..");
    forbid("dev.tidemark.topology..", "dev.tidemark.cli..", "dev.tidemark.dev..");
    forbid("dev.tidemark.dev..", "dev.tidemark.topology..", "dev.tidemark.cli..");
    forbid("dev.tidemark.cli..", OPERATORS, TIME);
  }

  @Test
  void shouldComputeTheDemosAnswerWithoutTheEngine() {
    forbid("dev.tidemark.cli.demo..", "dev.tidemark.topology..");
  }

  @Test
  void shouldNeedNothingButTheApiInAJob() {
    classes()
        .that()
        .resideInAPackage("dev.tidemark.jobs..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify.annotations..",
            "dev.tidemark.jobs..",
            "dev.tidemark.schemas..",
            "dev.tidemark.serde..",
            DSL,
            TIME)
        .check(CLASSES);
  }

  @Test
  void shouldTakeTimeAndChanceAsParameters() {
    noClasses()
        .that()
        .resideInAPackage(TOPOLOGY + "..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(Random.class)
        .check(CLASSES);
  }

  @Test
  void shouldSayInEveryPackageThatNothingIsNull() {
    Set<JavaPackage> unmarked =
        CLASSES.stream()
            .map(JavaClass::getPackage)
            .filter(inside -> !inside.getName().equals("dev.tidemark.schemas")) // generated
            .filter(inside -> !inside.isAnnotatedWith(NullMarked.class))
            .collect(Collectors.toSet());

    assertThat(unmarked).isEmpty();
  }

  @Test
  void shouldCallOperatorsOperators() {
    classes()
        .that()
        .areAssignableTo(TOPOLOGY + ".operators.ElementOperator")
        .and()
        .areNotInterfaces()
        .and()
        .areNotAnonymousClasses()
        .and()
        .doNotHaveModifier(ABSTRACT)
        .should()
        .haveSimpleNameEndingWith("Operator")
        .check(CLASSES);
  }

  @Test
  void shouldNotNameATypeAsTheLanguageDoes() {
    noClasses().should().haveSimpleName("Record").check(CLASSES);
  }

  @Test
  void shouldHaveAccessorsWithoutGet() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(TOPOLOGY + "..", "dev.tidemark.serde..", "dev.tidemark.dev..")
        .should()
        .haveNameNotMatching("get[A-Z].*")
        .check(CLASSES);
  }

  @Test
  void shouldKeepFilesShort() throws IOException {
    assertThat(Repository.javaFiles()).hasSizeGreaterThan(200).allMatch(ArchitectureTest::isShort);
  }

  private static boolean isShort(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count() <= LINES_MAX;
    } catch (IOException e) {
      throw new UncheckedIOException("a source can't be read: " + file, e);
    }
  }

  private static void forbid(String users, String... used) {
    noClasses()
        .that()
        .resideInAPackage(users)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(List.of(used).toArray(String[]::new))
        .check(CLASSES);
  }
}
