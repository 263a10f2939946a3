package dev.tidemark.runtime.preflight;

import dev.tidemark.runtime.base.JobException;
import dev.tidemark.runtime.base.RunConfig;
import dev.tidemark.runtime.preflight.PlanTopics.DeclaredSchema;
import dev.tidemark.runtime.preflight.SchemaReport.Problem;
import dev.tidemark.runtime.preflight.SchemaReport.Severity;
import dev.tidemark.runtime.preflight.SchemaReport.Version;
import dev.tidemark.serde.codec.InvalidSchemaException;
import dev.tidemark.serde.codec.SchemaNotFoundException;
import dev.tidemark.serde.evolution.SchemaFinding;
import dev.tidemark.serde.evolution.SchemaFinding.Rule;
import dev.tidemark.serde.evolution.SchemaFindings;
import dev.tidemark.serde.evolution.SchemaFindings.Ours;
import dev.tidemark.serde.registry.RegisteredSchema;
import dev.tidemark.serde.registry.SubjectRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that a job can read every version that is registered under the subjects of its inputs, and
 * whatever else occurs in the topics. An old version that it can't read, but that no record names,
 * is a warning; where that isn't known for sure, it is an error. The latest version always is: it
 * is what producers write next.
 */
final class ReadSchemas {

  private static final Logger LOG = LoggerFactory.getLogger(ReadSchemas.class);

  /** Garbage names any number of schemas, and each is a question to the registry. */
  private static final int STRANGERS_MAX = 50;

  private final SubjectRegistry registry;
  private final RunConfig config;
  private final SchemaSample sample;
  private final Map<String, WriterIds.@Nullable Found> looked = new HashMap<>();
  private Duration left;

  ReadSchemas(SubjectRegistry registry, RunConfig config, SchemaSample sample) {
    this.registry = registry;
    this.config = config;
    this.sample = sample;
    this.left = sample.limit();
  }

  /**
   * A writer's schema, and the reason why it can't be read.
   *
   * @param version null for one that is not a version of the subject
   * @param grave whether a violation counts although no record was seen that has it, or, of a
   *     stranger, at all
   */
  private record Judged(
      @Nullable Integer version, int id, boolean grave, List<SchemaFinding> findings) {}

  SchemaReport.Subject judge(DeclaredSchema declared) {
    List<Judged> judged = new ArrayList<>();
    List<Integer> versions = Subjects.versions(registry, declared.subject());
    for (int version : versions) {
      judged.add(version(declared, version, version == versions.get(versions.size() - 1)));
    }
    boolean misfits = judged.stream().anyMatch(each -> !each.findings().isEmpty());
    WriterIds.Found found = sample.always() || misfits ? look(declared.topic()) : null;
    if (found != null) {
      judged.addAll(strangers(declared, judged, found));
    }
    List<Problem> problems = new ArrayList<>();
    judged.forEach(each -> problems.addAll(problems(declared, each, found)));
    return new SchemaReport.Subject(
        declared.topic(),
        declared.side(),
        declared.use(),
        declared.subject(),
        declared.schema().getFullName(),
        null,
        null,
        judged.stream()
            .filter(each -> each.version() != null)
            .map(each -> row(declared, each, found))
            .toList(),
        found == null ? null : found.sample(),
        problems);
  }

  private static Version row(
      DeclaredSchema declared, Judged judged, WriterIds.@Nullable Found found) {
    int version = judged.version() == null ? 0 : judged.version();
    return new Version(
        version, judged.id(), seen(declared, judged, found), judged.findings().isEmpty());
  }

  private Judged version(DeclaredSchema declared, int version, boolean isLatest) {
    try {
      RegisteredSchema writer = registry.version(declared.subject(), version);
      return new Judged(version, writer.id(), isLatest, findings(declared, writer.schema()));
    } catch (InvalidSchemaException e) {
      return new Judged(version, 0, isLatest, List.of(unreadable(e)));
    } catch (SchemaNotFoundException deletedMeanwhile) {
      return new Judged(version, 0, false, List.of());
    }
  }

  /** Returns the schemas that occur in the topic and are not versions of the subject. */
  private List<Judged> strangers(
      DeclaredSchema declared, List<Judged> known, WriterIds.Found found) {
    Set<Integer> ids = new HashSet<>();
    known.forEach(each -> ids.add(each.id()));
    List<Judged> strangers = new ArrayList<>();
    found.of(declared.side()).entrySet().stream()
        .filter(each -> !ids.contains(each.getKey()))
        .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
        .limit(STRANGERS_MAX)
        .map(each -> stranger(declared, each.getKey()))
        .filter(stranger -> !stranger.findings().isEmpty())
        .forEach(strangers::add);
    return strangers;
  }

  private Judged stranger(DeclaredSchema declared, int id) {
    try {
      Schema writer = registry.schemaById(id);
      // a deleted version of the same type still counts as one; another type does not, as some
      // strategies allow several in a topic
      boolean isSameType = writer.getFullName().equals(declared.schema().getFullName());
      return new Judged(null, id, isSameType, findings(declared, writer));
    } catch (InvalidSchemaException e) {
      return new Judged(null, id, false, List.of(unreadable(e)));
    } catch (SchemaNotFoundException e) {
      return new Judged(
          null,
          id,
          false,
          List.of(
              new SchemaFinding(
                  "/",
                  declared.schema().getFullName(),
                  "nothing",
                  Rule.SCHEMA_IS_READABLE,
                  "the registry knows no such schema",
                  "see who writes these records, and with which registry")));
    }
  }

  private static List<SchemaFinding> findings(DeclaredSchema declared, Schema writer) {
    return SchemaFindings.between(declared.schema(), writer, Ours.READER);
  }

  private static SchemaFinding unreadable(InvalidSchemaException e) {
    return new SchemaFinding(
        "/",
        "nothing",
        "nothing",
        Rule.SCHEMA_IS_READABLE,
        String.valueOf(e.getMessage()),
        "see who registered it; only Avro can be read");
  }

  private static List<Problem> problems(
      DeclaredSchema declared, Judged judged, WriterIds.@Nullable Found found) {
    Long seen = seen(declared, judged, found);
    boolean unused = found != null && found.sample().whole() && seen != null && seen == 0;
    boolean warns = !judged.grave() && (unused || judged.version() == null);
    List<Problem> problems = new ArrayList<>();
    for (SchemaFinding finding : judged.findings()) {
      problems.add(
          new Problem(
              warns ? Severity.WARNING : Severity.ERROR,
              warns ? JobException.Code.SCHEMA_SUSPECT : JobException.Code.SCHEMA_MISMATCH,
              "the job's schema %s can't read %s at %s: %s%s"
                  .formatted(
                      declared.schema().getFullName(),
                      name(declared, judged),
                      finding.path(),
                      finding.what(),
                      occurrence(seen, found)),
              finding.remedy(),
              judged.version(),
              judged.id() == 0 ? null : judged.id(),
              finding));
    }
    return problems;
  }

  private static String name(DeclaredSchema declared, Judged judged) {
    return judged.version() == null
        ? "schema id %d in topic %s".formatted(judged.id(), declared.topic())
        : "version %d of subject %s".formatted(judged.version(), declared.subject());
  }

  private static String occurrence(@Nullable Long seen, WriterIds.@Nullable Found found) {
    if (seen == null || found == null) {
      return "";
    }
    if (seen > 0) {
      return " (%,d of %,d records have it)".formatted(seen, found.sample().records());
    }
    return found.sample().whole()
        ? " (no record has it now)"
        : " (none of the %,d records that were looked at has it, but not all were)"
            .formatted(found.sample().records());
  }

  private static @Nullable Long seen(
      DeclaredSchema declared, Judged judged, WriterIds.@Nullable Found found) {
    return found == null || judged.id() == 0
        ? null
        : found.of(declared.side()).getOrDefault(judged.id(), 0L);
  }

  /** Returns null if the topic can't be read: the check of the cluster reports why. */
  private WriterIds.@Nullable Found look(String topic) {
    if (!looked.containsKey(topic)) {
      looked.put(topic, tryToLook(topic));
    }
    return looked.get(topic);
  }

  private WriterIds.@Nullable Found tryToLook(String topic) {
    if (left.isNegative() || left.isZero()) {
      return null;
    }
    long begin = System.nanoTime();
    try {
      return WriterIds.in(topic, config, sample, left);
    } catch (KafkaException e) {
      LOG.info("topic={} its schemas can't be counted: {}", topic, e.toString());
      return null;
    } finally {
      left = left.minusNanos(System.nanoTime() - begin);
    }
  }
}
