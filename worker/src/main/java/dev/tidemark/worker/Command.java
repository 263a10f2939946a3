package dev.tidemark.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The commands of a node to a running worker, one JSON line each. The end of the input means the
 * same as {@link Stop}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Command.Pause.class, name = "pause"),
  @JsonSubTypes.Type(value = Command.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = Command.Stop.class, name = "stop"),
  @JsonSubTypes.Type(value = Command.Stores.class, name = "stores"),
  @JsonSubTypes.Type(value = Command.Query.class, name = "query"),
  @JsonSubTypes.Type(value = Command.Here.class, name = "here")
})
public sealed interface Command {

  /** The node's sign of life, sent every few seconds, see {@link NodeWatch}. */
  record Here() implements Command {}

  /** Process nothing, keep tasks and state. */
  record Pause() implements Command {}

  /** Continue. */
  record Resume() implements Command {}

  /** Commit, leave the group and end. */
  record Stop() implements Command {}

  /**
   * List the stores.
   *
   * @param id comes back with the answer
   */
  record Stores(long id) implements Command {}

  /**
   * Look a key up.
   *
   * @param id comes back with the answer
   */
  record Query(long id, String store, JsonNode key) implements Command {}
}
