package dev.tidemark.runtime.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalTopicsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "revenue.r1-revenue-panes-changelog",
        "revenue.r1-revenue-repartition",
        "revenue.r1-x-changelog"
      })
  void shouldTakeWhatARunKeepsForItself(String topic) {
    assertThat(InternalTopics.isInternal("revenue.r1", topic)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "revenue.r10-x-changelog",
        "revenue.r11-x-repartition",
        "revenue.r1x-x-changelog",
        "revenue.r1.x-changelog",
        "revenue-b.r1-x-changelog",
        "a-revenue.r1-x-changelog",
        "revenue.r1-changelog",
        "revenue.r1--changelog",
        "revenue.r1-late",
        "revenue.r1-dead-letters",
        "revenue-dead-letters",
        "revenue.r1",
        "orders"
      })
  void shouldLeaveWhatBelongsToOthers(String topic) {
    assertThat(InternalTopics.isInternal("revenue.r1", topic)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a-b",
        "revenue",
        "revenue.r",
        "revenue.r0",
        "revenue.r1-x",
        "A.r1",
        ".r1",
        "a.b.r1"
      })
  void shouldRefuseApplicationIdsThatTellNothingApart(String applicationId) {
    RunConfig config =
        new RunConfig(
            applicationId,
            "127.0.0.1:1",
            Map.of(),
            Map.of(),
            Path.of("unused"),
            1,
            Duration.ofSeconds(1));

    assertThatThrownBy(() -> InternalTopics.of(applicationId, config))
        .isInstanceOfSatisfying(
            JobException.class,
            e -> assertThat(e.code()).isEqualTo(JobException.Code.CONFIGURATION));
  }
}
