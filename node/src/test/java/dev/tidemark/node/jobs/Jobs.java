package dev.tidemark.node.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.client.api.ErrorView;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.job.WorkerState;
import dev.tidemark.client.api.job.WorkerView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Specs and workers for tests. */
final class Jobs {

  static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  static final Author AUTHOR = new Author("ann", AT);

  private Jobs() {}

  static JobSpec spec(DesiredState desired, int workers) {
    return spec("revenue", 1, "a".repeat(64), desired, workers);
  }

  static JobSpec spec(String name, long version, String jar, DesiredState desired, int workers) {
    return new JobSpec(
        name,
        version,
        1,
        new JobSpec.Code(jar, "jobs.Revenue", Map.of()),
        new JobSpec.Target(new JobSettings(1, 256, workers, 200, Map.of()), desired, 0),
        new JobSpec.Planned(JsonNodeFactory.instance.objectNode(), Map.of("orders", 4)),
        AUTHOR,
        AUTHOR,
        null,
        null);
  }

  static WorkerView worker(String node, WorkerState state) {
    return worker("revenue", node, 1, state, null);
  }

  static WorkerView worker(
      String job, String node, long version, WorkerState state, @Nullable String waitingFor) {
    boolean failed = state == WorkerState.FAILED || state == WorkerState.BACKING_OFF;
    return new WorkerView(
        job,
        node,
        1,
        version,
        state,
        Handover.isAlive(state) ? 1 : 0,
        AT,
        1,
        null,
        failed ? new ErrorView("user", "it broke", "mend it", AT) : null,
        new WorkerReport(WorkerState.RUNNING, waitingFor, List.of(), List.of(), 10, 5, AT));
  }
}
