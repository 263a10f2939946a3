package dev.tidemark.node.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidemark.client.api.job.Author;
import dev.tidemark.client.api.job.DesiredState;
import dev.tidemark.client.api.job.JobSettings;
import dev.tidemark.client.api.job.JobSpec;
import java.time.Instant;
import java.util.Map;

/** Specs for tests. */
final class Specs {

  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private Specs() {}

  static JobSpec spec(String name, long version, String changedBy) {
    return new JobSpec(
        name,
        version,
        1,
        new JobSpec.Code("0".repeat(64), "jobs.Sample", Map.of()),
        new JobSpec.Target(JobSettings.DEFAULT, DesiredState.RUNNING, 0),
        new JobSpec.Planned(JsonNodeFactory.instance.objectNode(), Map.of()),
        new Author("me", AT),
        new Author(changedBy, AT),
        null,
        null);
  }
}
