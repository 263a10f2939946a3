package dev.tidemark.tests.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidemark.tests.base.Repository;
import dev.tidemark.topology.eventtime.window.WindowFields;
import dev.tidemark.topology.eventtime.window.WindowKind;
import dev.tidemark.topology.eventtime.window.WindowKinds;
import dev.tidemark.topology.eventtime.window.WindowSpec;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
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
  private static final String AGGREGATION = TOPOLOGY + ".aggregation..";
  private static final String STAGE = TOPOLOGY + ".stage..";
  private static final String PROGRESS = TOPOLOGY + ".progress..";
  private static final String RUNTIME = "dev.tidemark.runtime..";
  private static final String JAR = TOPOLOGY + ".jar..";
  private static final String NODE = "dev.tidemark.node";
  private static final String CLIENT = "dev.tidemark.client..";
  private static final String API = "dev.tidemark.client.api..";
  private static final String WORKER = "dev.tidemark.worker";
  private static final int FILES_MAX = 45;

  /** The classes of the command; all others of its package compute and compare its answer. */
  private static final DescribedPredicate<JavaClass> DEMO_COMMAND =
      DescribedPredicate.describe(
          "are the demo's command",
          type -> type.getName().startsWith("dev.tidemark.cli.demo.Demo"));

  static final JavaClasses CLASSES =
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
            TOPOLOGY + ".aggregation",
            TOPOLOGY + ".eventtime.window",
            TOPOLOGY + ".stage",
            TOPOLOGY + ".progress",
            TOPOLOGY + ".jar",
            "dev.tidemark.runtime.streams",
            "dev.tidemark.records",
            "dev.tidemark.testkit",
            "dev.tidemark.dev",
            "dev.tidemark.client",
            "dev.tidemark.client.api.job",
            WORKER,
            WORKER + ".view",
            NODE + ".cluster",
            NODE + ".config",
            NODE + ".http",
            NODE + ".jobs",
            NODE + ".replay",
            NODE + ".deadletters",
            NODE + ".service",
            NODE + ".supervisor",
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
        .resideInAnyPackage("org.apache.kafka.streams..")
        .check(CLASSES);
  }

  /**
   * A processor that brought its own store builders would share them with others, and Kafka Streams
   * would number the tasks by that.
   */
  @Test
  void shouldConnectProcessorsAndStoresByName() {
    noClasses()
        .that()
        .resideInAPackage(RUNTIME)
        .should()
        .beAssignableTo("org.apache.kafka.streams.processor.ConnectedStoreProvider")
        .check(CLASSES);
  }

  @Test
  void shouldKeepOnDiskInTheRuntimeAndInComparisonsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(RUNTIME, "dev.tidemark.bench..") // the bench measures the peer
        .and()
        .doNotHaveFullyQualifiedName(NODE + ".replay.SortedRecords")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.rocksdb..")
        .check(CLASSES);
  }

  @Test
  void shouldTouchTheInternalsOfKafkaStreamsInOneClass() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.tidemark.runtime.streams.CommitHookStore")
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
        .resideInAnyPackage(TOPOLOGY + "..", "dev.tidemark.serde..", CLIENT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void shouldComputeTimeWithTheJdkAlone() {
    classes()
        .that()
        .resideInAnyPackage(TIME, AGGREGATION)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.apiguardian.api..", "org.jspecify.annotations..", TIME, AGGREGATION)
        .check(CLASSES);
  }

  @Test
  void shouldPointFromTheDslDownwards() {
    forbid(AGGREGATION, DSL, PLAN, TIME, STAGE, PROGRESS, JAR);
    forbid(PLAN, DSL, STAGE, PROGRESS, JAR);
    forbid(DSL, STAGE, PROGRESS, JAR);
    forbid(STAGE, DSL, PROGRESS, JAR);
    forbid(PROGRESS, DSL, JAR);
    forbid(JAR, STAGE, PROGRESS);
    forbid(RUNTIME, DSL, JAR);
    forbid("dev.tidemark.testkit..", RUNTIME, NODE + "..", CLIENT, "dev.tidemark.cli..");
    forbid("dev.tidemark.records..", NODE + "..", CLIENT, WORKER + "..");
    forbid("dev.tidemark.serde..", "dev.tidemark.topology..", "dev.tidemark.schemas..");
    forbid(
        "dev.tidemark.topology..",
        RUNTIME,
        "dev.tidemark.cli..",
        "dev.tidemark.dev..",
        NODE + "..");
    forbid(RUNTIME, "dev.tidemark.cli..", "dev.tidemark.dev..", NODE + "..", CLIENT, WORKER + "..");
    forbid("dev.tidemark.dev..", "dev.tidemark.topology..", RUNTIME, "dev.tidemark.cli..");
    forbid("dev.tidemark.cli..", STAGE, TIME);
    forbid("dev.tidemark.dev..", NODE + "..");
    forbid(NODE + "..", "dev.tidemark.cli..", "dev.tidemark.dev..", STAGE, TIME);
  }

  @Test
  void shouldKeepTheRoomsOfTheNodeApart() {
    forbid(CLIENT, NODE + "..", WORKER + "..");
    forbid(API, "dev.tidemark.client");
    forbid(WORKER + "..", NODE + "..", "dev.tidemark.client");
    forbidRooms("jobs", "cluster", "http", "deadletters", "replay", "service", "supervisor");
    forbidRooms("cluster", "http", "deadletters", "service", "supervisor");
    forbidRooms("deadletters", "http", "jobs", "service", "supervisor");
    forbidRooms("replay", "http", "cluster", "deadletters", "service", "supervisor");
    forbidRooms("http", "jobs", "cluster", "deadletters", "replay", "service", "supervisor");
    forbidRooms("service", "supervisor");
    forbidRooms("supervisor", "cluster", "http", "replay", "service");
    forbidRooms(
        "config", "jobs", "cluster", "http", "deadletters", "replay", "service", "supervisor");
    for (String room : List.of("jobs", "cluster", "deadletters", "replay", "http", "supervisor")) {
      forbid(NODE + "." + room + "..", "dev.tidemark.client");
    }
    for (String room : List.of("jobs", "cluster", "deadletters", "replay", "http", "service")) {
      forbid(NODE + "." + room + "..", WORKER);
    }
  }

  @Test
  void shouldHaveNoCyclesOfPackages() {
    slices().matching("dev.tidemark.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void shouldLoadTheClassesOfAJobInItsOwnProcessAlone() {
    noClasses()
        .that(areOfTheNodesOwnProcess())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DSL, "org.apache.kafka.streams..")
        .orShould()
        .dependOnClassesThat(assignableTo(ClassLoader.class).or(assignableTo(ServiceLoader.class)))
        .orShould()
        .dependOnClassesThat(
            simpleName("JobRunner").or(simpleName("JobFactory")).or(simpleName("ApiClassLoader")))
        .orShould()
        .dependOnClassesThat(assignableTo(ObjectInputStream.class))
        .check(CLASSES);
    noClasses()
        .that(areOfTheNodesOwnProcess())
        .should()
        .callMethodWhere(target(owner(simpleName("JobJar"))).and(target(not(name("inspect")))))
        .orShould()
        .callMethodWhere(target(owner(type(Class.class))).and(target(name("forName"))))
        .check(CLASSES);
  }

  @Test
  void shouldDecideAboutJobsWithoutKafkaProcessesOrHttp() {
    classes()
        .that()
        .resideInAPackage(NODE + ".jobs..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify.annotations..",
            "com.fasterxml.jackson..",
            API,
            NODE + ".jobs..")
        .check(CLASSES);
  }

  @Test
  void shouldGiveClientsNothingButTheInterface() {
    classes()
        .that()
        .resideInAPackage(CLIENT)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net.ssl..",
            "org.jspecify.annotations..",
            "com.fasterxml.jackson..",
            CLIENT)
        .check(CLASSES);
    forbid(
        "dev.tidemark.cli..",
        NODE + ".cluster..",
        NODE + ".jobs..",
        NODE + ".service..",
        NODE + ".supervisor..",
        WORKER);
  }

  @Test
  void shouldServeHttpInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(NODE + ".http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.eclipse.jetty..")
        .check(CLASSES);
  }

  @Test
  void shouldTalkToKafkaInTheClusterTheServiceAndTheWorkersAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(NODE + ".http..", NODE + ".supervisor..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void shouldComputeTheDemosAnswerWithoutTheEngine() {
    noClasses()
        .that()
        .resideInAPackage("dev.tidemark.cli.demo..")
        .and(not(DEMO_COMMAND))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.tidemark.topology..", RUNTIME)
        .orShould()
        .dependOnClassesThat(DEMO_COMMAND)
        .check(CLASSES);
  }

  @Test
  void shouldKnowTheKindsOfWindowsWhereTheyAreDefinedAndOfferedAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(TIME, DSL)
        .should()
        .dependOnClassesThat(assignableTo(WindowSpec.class).and(not(type(WindowSpec.class))))
        .check(CLASSES);
  }

  @Test
  void shouldReadEachKindOfWindowFromAPlan() throws ReflectiveOperationException {
    List<JavaClass> kinds =
        CLASSES.stream()
            .filter(assignableTo(WindowSpec.class).and(not(type(WindowSpec.class))))
            .toList();
    assertThat(kinds).hasSizeGreaterThan(1);
    for (JavaClass kind : kinds) {
      WindowKind declared = (WindowKind) kind.reflect().getField("KIND").get(null);

      assertThatThrownBy(
              () -> WindowKinds.STANDARD.parse(declared.name(), new WindowFields(Map.of())))
          .as(kind.getName())
          .hasMessageStartingWith("it has no ");
    }
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
            AGGREGATION)
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
        .areAssignableTo(TOPOLOGY + ".stage.base.ElementOperator")
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
  void shouldKeepPackagesSmall() throws IOException {
    Map<Path, Long> filesByFolder =
        Repository.javaFiles().stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

    assertThat(filesByFolder).hasSizeGreaterThan(50);
    assertThat(filesByFolder)
        .allSatisfy((folder, files) -> assertThat(files).isLessThanOrEqualTo(FILES_MAX));
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

  private static DescribedPredicate<JavaClass> areOfTheNodesOwnProcess() {
    return resideInAPackage(NODE + "..");
  }

  private static void forbidRooms(String room, String... others) {
    forbid(
        NODE + "." + room + "..",
        Stream.of(others).map(other -> NODE + "." + other + "..").toArray(String[]::new));
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
