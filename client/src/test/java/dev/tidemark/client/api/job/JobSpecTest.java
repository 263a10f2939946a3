package dev.tidemark.client.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The stored form of a job: clusters have records of it that must stay readable. */
class JobSpecTest {

  @Test
  void shouldReadAndWriteTheJsonThatVersion010HasStored() throws IOException {
    List<String> stored = stored();

    assertThat(stored).hasSize(2);
    for (String json : stored) {
      JobSpec spec = Json.mapper().readValue(json, JobSpec.class);

      assertThat(Json.mapper().writeValueAsString(spec)).isEqualTo(json);
    }
  }

  @Test
  void shouldFindTheGroupsInTheFlatJson() throws IOException {
    JobSpec spec = Json.mapper().readValue(stored().get(0), JobSpec.class);

    assertThat(spec.code())
        .isEqualTo(
            new JobSpec.Code("ab".repeat(32), "com.example.Revenue", Map.of("minutes", "5")));
    assertThat(spec.target())
        .isEqualTo(
            new JobSpec.Target(
                new JobSettings(
                    2, 512, 3, 150, Map.of("max.poll.records", "200"), Registering.COMPATIBLE),
                DesiredState.PAUSED,
                4));
    assertThat(spec.partitions()).containsExactly(Map.entry("orders", 3));
    assertThat(spec.plan().at("/stores/0/name").textValue()).isEqualTo("revenue-panes");
    assertThat(spec.submitted()).isEqualTo(author("ada", "2026-11-20T12:00:00Z"));
    assertThat(spec.changed()).isEqualTo(author("bob", "2026-11-20T13:00:00.250Z"));
    assertThat(spec.scope()).isNull();
    assertThat(spec.applicationId()).isEqualTo("revenue.r2");
  }

  @Test
  void shouldFindTheScopeAndTheReplayOfAShadow() throws IOException {
    JobSpec spec = Json.mapper().readValue(stored().get(1), JobSpec.class);

    assertThat(spec.isShadow()).isTrue();
    assertThat(Objects.requireNonNull(spec.scope()).starts())
        .containsEntry("orders", Map.of(0, new RunScope.Start(40, 1_763_640_000_000L)));
    assertThat(Objects.requireNonNull(spec.replay()).phase()).isEqualTo(ReplayPhase.RUNNING);
  }

  @Test
  void shouldIgnoreWhatALaterVersionAdds() throws IOException {
    String later = stored().get(0).replace("\"version\":7", "\"version\":7,\"new\":{\"a\":1}");

    assertThat(Json.mapper().readValue(later, JobSpec.class))
        .isEqualTo(Json.mapper().readValue(stored().get(0), JobSpec.class));
  }

  private static Author author(String by, String at) {
    return new Author(by, Instant.parse(at));
  }

  private static List<String> stored() throws IOException {
    try (InputStream in = JobSpecTest.class.getResourceAsStream("job-specs.jsonl")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
