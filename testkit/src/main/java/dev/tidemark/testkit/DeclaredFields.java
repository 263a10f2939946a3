package dev.tidemark.testkit;

import dev.tidemark.serde.Type;
import dev.tidemark.serde.codec.PoisonCause;
import dev.tidemark.topology.plan.PhysicalPlan;
import dev.tidemark.topology.stage.base.DeadLetter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a job reads only its declared fields. The same job reads the same whole records in a
 * second world; if its output differs there, the job reads a field that it did not declare.
 */
final class DeclaredFields {
  private static final Set<String> POISONS =
      Stream.of(PoisonCause.values()).map(Enum::name).collect(Collectors.toSet());

  private final World declared;
  private final World whole;
  private final String what;

  DeclaredFields(PhysicalPlan plan, World declared, World whole) {
    this.declared = declared;
    this.whole = whole;
    this.what = String.join("; ", leavingOut(plan));
  }

  /** Returns whether a job declares the fields of any type that it reads. */
  static boolean isStatedBy(PhysicalPlan plan) {
    return !leavingOut(plan).isEmpty();
  }

  private static List<String> leavingOut(PhysicalPlan plan) {
    List<String> found = new ArrayList<>();
    plan.tables().forEach(table -> add(found, table.topic(), table.valueType()));
    plan.sources().forEach(source -> add(found, source.topic(), source.type()));
    return found;
  }

  private static void add(List<String> found, String topic, Type<?> type) {
    if (type.isPartial()) {
      found.add(topic + " as " + type.description());
    } else if (type.readFirst().isPresent()) {
      found.add(topic + " with " + type.readFirst().get().description() + " read first");
    }
  }

  /**
   * Compares the output of both worlds.
   *
   * @throws AssertionError when the job reads more than it declares
   */
  void check() {
    if (!poisons(declared).equals(poisons(whole))) {
      // Bytes that are bad only where the job doesn't look: the worlds differ with reason.
      return;
    }
    Set<String> topics = new TreeSet<>(declared.topicsWritten());
    topics.addAll(whole.topicsWritten());
    for (String topic : topics) {
      if (!isSame(declared.written(topic), whole.written(topic))) {
        throw notNamed("what the job writes to " + topic + " depends", "");
      }
    }
    if (declared.deadLetters().size() != whole.deadLetters().size()) {
      throw notNamed("the job's dead letters depend", "; the last one: " + lastMessage());
    }
  }

  private AssertionError notNamed(String dependent, String detail) {
    return new AssertionError(
        "%s on a field that it does not say it reads (it reads %s): name every field that the event time, filters and functions look at%s"
            .formatted(dependent, what, detail));
  }

  private @Nullable String lastMessage() {
    List<DeadLetter> letters = declared.deadLetters();
    return letters.isEmpty() ? "none" : letters.get(letters.size() - 1).message();
  }

  private static List<String> poisons(World world) {
    return world.deadLetters().stream().map(DeadLetter::cause).filter(POISONS::contains).toList();
  }

  private static boolean isSame(List<World.Written> one, List<World.Written> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      World.Written a = one.get(i);
      World.Written b = other.get(i);
      if (a.partition() != b.partition()
          || a.timestamp() != b.timestamp()
          || !Arrays.equals(a.key(), b.key())
          || !Objects.deepEquals(a.value(), b.value())) {
        return false;
      }
    }
    return true;
  }
}
