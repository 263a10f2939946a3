package dev.tidemark.runtime.base;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * A record that the producer or a broker refuses at each attempt: for its size, its time, its
 * missing key, or the name of its topic. To restart the thread would repeat the same send.
 */
final class RefusedSend {

  /** How Kafka Streams names the topic in its own error (RecordCollectorImpl of 4.3). */
  private static final Pattern TOPIC = Pattern.compile("sending record to topic (\\S{1,249}) for");

  private RefusedSend() {}

  /** Returns whether an error is such a refusal. */
  static boolean is(Throwable cause) {
    return hint(cause) != null;
  }

  /**
   * Returns the error of the job.
   *
   * @param root the refusal
   * @param thrown the error of Kafka Streams around it, which names the topic
   */
  static Optional<JobException> of(String job, Throwable root, Throwable thrown) {
    String hint = hint(root);
    return hint == null
        ? Optional.empty()
        : Optional.of(
            new JobException(
                JobException.Code.RECORD_REFUSED,
                "%s does not accept a record of job %s, however often it is sent: %s"
                    .formatted(topic(thrown), job, reason(root)),
                hint,
                thrown));
  }

  private static String reason(Throwable root) {
    String message = root.getMessage();
    return message == null
        ? root.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  private static String topic(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Matcher named = TOPIC.matcher(String.valueOf(cause.getMessage()));
      if (named.find()) {
        return "topic " + named.group(1);
      }
      if (cause.getCause() == cause) {
        break;
      }
    }
    return "a topic";
  }

  private static @Nullable String hint(Throwable cause) {
    if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
      return "raise max.message.bytes of the topic (and producer.max.request.size of the job), or"
          + " write smaller records, and restart the job";
    }
    if (cause instanceof InvalidTimestampException) {
      return "set message.timestamp.before.max.ms and message.timestamp.after.max.ms of the topic"
          + " to 9223372036854775807, since results are dated by event time, and restart the job";
    }
    if (cause instanceof InvalidRecordException) {
      return "a topic with cleanup.policy=compact accepts no record without a key: give each record"
          + " a key or change the policy, and restart the job";
    }
    if (cause instanceof InvalidTopicException) {
      return "choose a name of up to 249 letters, digits, '.', '_' and '-'";
    }
    return null;
  }
}
