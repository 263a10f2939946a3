package dev.tidemark.runtime.preflight;

import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.Registration;
import dev.tidemark.runtime.base.RegistryClients;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.preflight.PlanTopics.DeclaredSchema;
import dev.tidemark.runtime.preflight.SchemaReport.Severity;
import dev.tidemark.runtime.preflight.SchemaReport.Use;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.registry.IncompatibleSchemaException;
import dev.tidemark.serde.registry.RegistryAccessException;
import dev.tidemark.serde.registry.RegistryRequestException;
import dev.tidemark.serde.registry.RegistryUnavailableException;
import dev.tidemark.serde.registry.SubjectRegistry;
import dev.tidemark.topology.plan.PhysicalPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks before a job starts that it can read what is registered, and may write what it declares.
 * {@link ReadSchemas} and {@link WrittenSchemas} judge; this asks both, and registers.
 */
public final class SchemaCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaCheck.class);
  private static final int SHOWN_MAX = 5;

  private final SubjectRegistry registry;
  private final PlanTopics topics;
  private final RunConfig config;
  private final SchemaSample sample;

  public SchemaCheck(
      SubjectRegistry registry, PlanTopics topics, RunConfig config, SchemaSample sample) {
    this.registry = registry;
    this.topics = topics;
    this.config = config;
    this.sample = sample;
  }

  /**
   * Looks at all schemas of a job and, if nothing is wrong and the configuration says so, registers
   * those that it writes with.
   *
   * @param config whose registration counts; the state folder is not touched
   * @throws JobException when the registry does not answer, or refuses
   */
  public static SchemaReport of(PhysicalPlan plan, RunConfig config, SchemaSample sample) {
    PlanTopics topics = new PlanTopics(plan);
    if (!isNeeded(topics)) {
      return SchemaReport.EMPTY;
    }
    try (SubjectRegistry client = RegistryClients.open(config)) {
      SchemaCheck check = new SchemaCheck(client, topics, config, sample);
      SchemaReport report = check.look();
      if (config.registration() == Registration.COMPATIBLE
          && report.problems(Severity.ERROR).isEmpty()
          && !report.unregistered().isEmpty()) {
        check.register();
        return check.look();
      }
      return report;
    }
  }

  /**
   * Registers the schemas that a job writes with, whatever else is wrong with it.
   *
   * @return the id of each subject
   * @throws JobException when the registry does not answer, or a subject's level forbids it
   */
  public static Map<String, Integer> registerWritten(PhysicalPlan plan, RunConfig config) {
    PlanTopics topics = new PlanTopics(plan);
    try (SubjectRegistry client = RegistryClients.open(config)) {
      return new SchemaCheck(client, topics, config, SchemaSample.BRIEF).register();
    }
  }

  /** Returns whether the plan needs a registry at all. */
  public static boolean isNeeded(PlanTopics topics) {
    return !topics.schemas().isEmpty();
  }

  /**
   * Refuses a start, with all problems; registers what may be.
   *
   * @param goesOn whether the start is one of many of a run that was checked before; asked where
   *     something can't be read, which is no reason to refuse it then
   */
  public void run(BooleanSupplier goesOn) {
    List<SchemaReport.Problem> errors = new ArrayList<>();
    for (SchemaReport.Subject subject : look().subjects()) {
      List<SchemaReport.Problem> found =
          subject.problems().stream()
              .filter(problem -> problem.severity() == Severity.ERROR)
              .toList();
      if (subject.use() == Use.READ && !found.isEmpty() && goesOn.getAsBoolean()) {
        found.stream().limit(SHOWN_MAX).forEach(this::warn);
      } else {
        errors.addAll(found);
      }
    }
    if (!errors.isEmpty()) {
      throw refusal(errors);
    }
    if (config.registration() == Registration.COMPATIBLE) {
      register();
    }
  }

  private void warn(SchemaReport.Problem problem) {
    LOG.warn(
        "run={} continues, though {}; such records become dead letters; {}",
        config.applicationId(),
        problem.message(),
        problem.remedy());
  }

  /** Finds the same, and changes nothing. */
  SchemaReport look() {
    return translated(
        () -> {
          ReadSchemas read = new ReadSchemas(registry, config, sample);
          WrittenSchemas written = new WrittenSchemas(registry, config.registration());
          List<SchemaReport.Subject> subjects = new ArrayList<>();
          for (DeclaredSchema declared : topics.schemas()) {
            subjects.add(
                declared.use() == Use.READ ? read.judge(declared) : written.judge(declared));
          }
          return new SchemaReport(subjects);
        });
  }

  private Map<String, Integer> register() {
    return translated(
        () -> {
          Map<String, Integer> ids = new LinkedHashMap<>();
          for (DeclaredSchema declared : topics.schemas()) {
            if (declared.use() == Use.WRITTEN) {
              ids.put(declared.subject(), register(declared));
            }
          }
          return ids;
        });
  }

  private int register(DeclaredSchema declared) {
    try {
      return registry.register(declared.subject(), declared.schema());
    } catch (IncompatibleSchemaException | InvalidSchemaException e) {
      throw new JobException(
          JobException.Code.SCHEMA_MISMATCH,
          "the job's schema %s is not allowed under subject %s: %s"
              .formatted(declared.schema().getFullName(), declared.subject(), e.getMessage()),
          "see what does not fit: tidemark schemas check JAR",
          e);
    }
  }

  private static JobException refusal(List<SchemaReport.Problem> errors) {
    SchemaReport.Problem first = errors.get(0);
    String more =
        errors.size() > SHOWN_MAX ? "; and %d more".formatted(errors.size() - SHOWN_MAX) : "";
    return new JobException(
        first.code(),
        errors.stream()
            .limit(SHOWN_MAX)
            .map(SchemaReport.Problem::message)
            .collect(Collectors.joining("; ", "", more)),
        errors.stream()
            .limit(SHOWN_MAX)
            .map(SchemaReport.Problem::remedy)
            .distinct()
            .collect(Collectors.joining("; ")));
  }

  private static <T> T translated(Supplier<T> questions) {
    try {
      return questions.get();
    } catch (RegistryUnavailableException e) {
      throw new JobException(
          JobException.Code.REGISTRY_UNREACHABLE,
          "the schema registry does not answer: " + e.getMessage(),
          "start it, or state its address with --schema-registry URL (schema.registry.url)",
          e);
    } catch (RegistryAccessException e) {
      throw new JobException(
          JobException.Code.NOT_AUTHORIZED,
          "the schema registry refuses the credentials: " + e.getMessage(),
          "check basic.auth.user.info or bearer.auth.token",
          e);
    } catch (RegistryRequestException e) {
      throw new JobException(
          JobException.Code.SCHEMA_MISMATCH,
          "the schema registry can't answer: " + e.getMessage(),
          "see the registry's log, and whether it speaks Confluent's protocol at this address",
          e);
    }
  }
}
