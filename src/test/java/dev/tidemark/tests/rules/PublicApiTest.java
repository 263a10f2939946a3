package dev.tidemark.tests.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tidemark.topology.dsl.Topology;
import dev.tidemark.topology.plan.Stage;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.Test;

/**
 * The public API: every type of it states how stable it is, and jobs use nothing else.
 *
 * <p>Types in {@link #API_PACKAGES} are all API. Other packages hold API and internals side by
 * side; there, the annotation alone makes a type API.
 */
class PublicApiTest {

  /** Packages whose public types are all API. */
  private static final List<String> API_PACKAGES =
      List.of(
          "dev.tidemark.topology.dsl", "dev.tidemark.topology.aggregation", "dev.tidemark.testkit");

  /** Packages in which API and internals are mixed. */
  private static final List<String> MIXED_PACKAGES =
      List.of("dev.tidemark.serde", "dev.tidemark.serde.codec");

  /** Violates both rules: exposes an internal type, and uses one. */
  @API(status = Status.MAINTAINED)
  public static final class ExposesAnInternalType {
    public Optional<Stage> stage(Topology topology) {
      return Optional.empty();
    }
  }

  @Test
  void shouldMarkEveryPublicTypeOfAnApiPackage() {
    classes()
        .that()
        .resideInAnyPackage(API_PACKAGES.toArray(String[]::new))
        .and()
        .arePublic()
        .should(beMarked())
        .check(ArchitectureTest.CLASSES);
  }

  @Test
  void shouldFindApiInEachPackageThatHasSome() {
    List<String> packages =
        ArchitectureTest.CLASSES.stream()
            .filter(PublicApiTest::isMarked)
            .map(JavaClass::getPackageName)
            .distinct()
            .toList();

    assertThat(packages).containsAll(API_PACKAGES).containsAll(MIXED_PACKAGES);
  }

  @Test
  void shouldMarkPublicTypesOnly() {
    classes()
        .that()
        .areAnnotatedWith(API.class)
        .should()
        .bePublic()
        .check(ArchitectureTest.CLASSES);
  }

  @Test
  void shouldStateSinceWhenEachTypeIsThere() {
    assertThat(
            ArchitectureTest.CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(API.class))
                .map(type -> type.getAnnotationOfType(API.class).since()))
        .isNotEmpty()
        .allMatch(version -> version.matches("\\d+\\.\\d+\\.\\d+"));
  }

  @Test
  void shouldExposeNoInternalTypeInAMaintainedOne() {
    assertThat(violates(maintainedTypesExposeApiOnly(), ExposesAnInternalType.class)).isTrue();

    maintainedTypesExposeApiOnly().check(ArchitectureTest.CLASSES);
  }

  @Test
  void shouldUseNothingButTheApiInAJob() {
    assertThat(violates(usesApiOnly("dev.tidemark.tests.rules"), ExposesAnInternalType.class))
        .isTrue();

    usesApiOnly("dev.tidemark.jobs..").check(ArchitectureTest.CLASSES);
  }

  private static ArchRule usesApiOnly(String users) {
    return classes()
        .that()
        .resideInAPackage(users)
        .should()
        .onlyDependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(
                    "java..", "org.jspecify.annotations..", "dev.tidemark.schemas..", users)
                .or(DescribedPredicate.describe("are API", PublicApiTest::isMarked)));
  }

  private static ArchRule maintainedTypesExposeApiOnly() {
    return classes()
        .that(DescribedPredicate.describe("are maintained API", PublicApiTest::isMaintained))
        .should(exposeApiOnly());
  }

  private static ArchCondition<JavaClass> beMarked() {
    return new ArchCondition<>("be annotated with @API, or be inside of such a type") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                type, isMarked(type), type.getName() + " does not state its stability"));
      }
    };
  }

  private static ArchCondition<JavaClass> exposeApiOnly() {
    return new ArchCondition<>("have public methods that take and return API only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getMethods().stream()
            .filter(PublicApiTest::isForUsers)
            .forEach(
                method ->
                    method.getAllInvolvedRawTypes().stream()
                        .map(JavaClass::getBaseComponentType)
                        .filter(used -> used.getName().startsWith("dev.tidemark."))
                        .filter(used -> !isMarked(used))
                        .map(used -> method.getFullName() + " exposes " + used.getName())
                        .forEach(text -> events.add(SimpleConditionEvent.violated(type, text))));
      }
    };
  }

  private static boolean isForUsers(JavaMethod method) {
    return method.getModifiers().contains(JavaModifier.PUBLIC)
        && !method.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isMaintained(JavaClass type) {
    return type.tryGetAnnotationOfType(API.class)
        .filter(api -> api.status() == Status.MAINTAINED || api.status() == Status.STABLE)
        .isPresent();
  }

  /** Whether a type, or one that it is inside of, is API. */
  private static boolean isMarked(JavaClass type) {
    return type.isAnnotatedWith(API.class)
        || type.getEnclosingClass().filter(PublicApiTest::isMarked).isPresent();
  }

  private static boolean violates(ArchRule rule, Class<?> type) {
    return rule.evaluate(new ClassFileImporter().importClasses(type)).hasViolation();
  }
}
