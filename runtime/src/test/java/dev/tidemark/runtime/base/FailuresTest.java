package dev.tidemark.runtime.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(new RecordTooLargeException("9437184 bytes"), "max.message.bytes"),
        Arguments.of(new RecordBatchTooLargeException("too large"), "max.message.bytes"),
        Arguments.of(new InvalidTimestampException("too old"), "message.timestamp.before.max.ms"),
        Arguments.of(new InvalidRecordException("rejected"), "cleanup.policy=compact"),
        Arguments.of(new InvalidTopicException("illegal"), "up to 249 letters"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void shouldGiveUpWhereATopicRefusesARecordAtEachAttempt(RuntimeException refusal, String hint) {
    StreamsException thrown = sending(refusal);

    assertThat(new Failures().judge(thrown)).isEqualTo(Failures.Verdict.GIVE_UP);
    JobException error = Failures.asJobException("sales", thrown);
    assertThat(error.code()).isEqualTo(JobException.Code.RECORD_REFUSED);
    assertThat(error)
        .hasMessage(
            "topic results does not accept a record of job sales, however often it is sent: "
                + refusal.getMessage());
    assertThat(error.hint()).contains(hint);
  }

  @Test
  void shouldTryAgainAfterATimeout() {
    assertThat(new Failures().judge(sending(new TimeoutException("no answer"))))
        .isEqualTo(Failures.Verdict.TRY_AGAIN);
  }

  /** The error as Kafka Streams throws it. */
  private static StreamsException sending(RuntimeException refusal) {
    return new StreamsException(
        "Error encountered sending record to topic results for task 0_1 due to:%n%s"
            .formatted(refusal),
        refusal);
  }
}
