package dev.tidemark.topology.plan;

import dev.tidemark.serde.SubjectNameStrategy;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What runs. Free of partition counts: those are read from the cluster when the job is started.
 *
 * @param job the name of the job, {@code [a-z0-9-]{1,64}}
 * @param stages each after the stages that feed it
 * @param tables the tables that stages join with
 * @param parameters the values in force, by name
 * @param notes what the user should know before the job starts, e.g. why a replay may differ; one
 *     line each
 * @param onError what becomes of what can't be processed, where a step does not say
 * @param subjects under which subjects the registry has the schemas of its topics
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record PhysicalPlan(
    String job,
    List<Stage> stages,
    List<Node.Table> tables,
    Map<String, String> parameters,
    List<String> notes,
    OnError onError,
    SubjectNameStrategy subjects) {
  public PhysicalPlan {
    stages = List.copyOf(stages);
    tables = List.copyOf(tables);
    parameters = Map.copyOf(parameters);
    notes = List.copyOf(notes);
  }

  /** The dead letters of the job. */
  public String deadLetterTopic() {
    return deadLetterTopic(job);
  }

  static String deadLetterTopic(String job) {
    return job + "-dead-letters";
  }
}
