package dev.tidemark.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tidemark.client.api.ApiError;
import dev.tidemark.client.api.job.WorkerReport;
import dev.tidemark.client.api.progress.StoreAnswer;
import dev.tidemark.client.api.progress.StoreView;
import java.util.List;

/** The messages of a worker to its node, one JSON line each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "message")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Message.Reported.class, name = "reported"),
  @JsonSubTypes.Type(value = Message.Listed.class, name = "listed"),
  @JsonSubTypes.Type(value = Message.Answered.class, name = "answered"),
  @JsonSubTypes.Type(value = Message.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = Message.Ended.class, name = "ended")
})
public sealed interface Message {

  /** The worker's state; once a second and on each change. */
  record Reported(WorkerReport report) implements Message {}

  /** The answer to {@link Command.Stores}. */
  record Listed(long id, List<StoreView> stores) implements Message {}

  /** The answer to {@link Command.Query}; empty if another worker owns the key. */
  record Answered(long id, List<StoreAnswer> answers) implements Message {}

  /**
   * An error in place of an answer.
   *
   * @param status the HTTP status
   */
  record Refused(long id, int status, ApiError error) implements Message {}

  /**
   * The last message of a worker that ends by itself.
   *
   * @param code a machine-readable code
   * @param text the error and its place, one line
   * @param hint the remedy, one line
   * @param kind whether trying again can help
   */
  record Ended(String code, String text, String hint, Kind kind) implements Message {}

  /** The kind of a failure: whether it may pass without a change. */
  enum Kind {
    /** It may pass: an outage, a crash, memory. */
    PASSING,
    /** It does not pass: the job, a setting or a permission must be changed. */
    LASTING
  }
}
