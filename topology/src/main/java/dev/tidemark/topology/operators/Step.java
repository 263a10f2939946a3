package dev.tidemark.topology.operators;

import dev.tidemark.topology.eventtime.Origin;
import java.util.OptionalInt;

/** A node's way to count, and to give an element up. */
final class Step {

  private final String id;
  private final Counters counters;
  private final StageOutput output;
  private final int slot;

  Step(String id, Counters counters, StageOutput output) {
    this.id = id;
    this.counters = counters;
    this.output = output;
    this.slot = counters.slot(id);
  }

  String id() {
    return id;
  }

  void count(ElementContext context, Fate fate) {
    count(context.origin, fate, 1);
  }

  void count(Origin origin, Fate fate, long count) {
    counters.add(origin.topic(), origin.partition(), slot, fate, count);
  }

  void reject(ElementContext context, FailureCause cause, String message) {
    reject(DeadLetter.of(context.origin, id, cause, message));
  }

  void reject(ElementContext context, FailureCause cause, Throwable thrown) {
    reject(DeadLetter.of(context.origin, id, cause, UserCode.survivable(thrown)));
  }

  /** Gives up elements that have been counted already; what is left of them is one dead letter. */
  void rejectCounted(Origin origin, FailureCause cause, Throwable thrown, long counted) {
    count(origin, Fate.COUNTED, -counted);
    count(origin, Fate.DEAD_LETTERED, counted);
    output.toDeadLetters(DeadLetter.of(origin, id, cause, UserCode.survivable(thrown)));
  }

  void poison(ElementContext context, String cause, String message, OptionalInt schemaId) {
    reject(new DeadLetter(context.origin, id, cause, message, null, schemaId));
  }

  void late(String topic, LateRecord late) {
    output.toLateTopic(topic, late);
  }

  private void reject(DeadLetter letter) {
    count(letter.origin(), Fate.DEAD_LETTERED, 1);
    output.toDeadLetters(letter);
  }
}
