package dev.tidemark.topology.dsl;

import dev.tidemark.topology.aggregation.Aggregation;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Functions as a plan holds them. The casts are sound because a plan feeds a function only what the
 * node before it makes, and the compiler has checked these two against each other when the job was
 * written.
 */
@SuppressWarnings("unchecked")
final class UncheckedFunctions {

  private UncheckedFunctions() {}

  static Function<Object, Object> function(Function<?, ?> function) {
    return (Function<Object, Object>) function;
  }

  static Function<Object, Instant> timeFunction(Function<?, Instant> function) {
    return (Function<Object, Instant>) function;
  }

  static Function<Object, Iterable<?>> manyFunction(Function<?, ?> function) {
    return (Function<Object, Iterable<?>>) function;
  }

  static BiFunction<Object, Object, Object> biFunction(BiFunction<?, ?, ?> function) {
    return (BiFunction<Object, Object, Object>) function;
  }

  static Predicate<Object> predicate(Predicate<?> predicate) {
    return (Predicate<Object>) predicate;
  }

  static Aggregation<Object, Object, Object> aggregation(Aggregation<?, ?, ?> aggregation) {
    return (Aggregation<Object, Object, Object>) aggregation;
  }

  static Function3<Object, Object, Object, Object> function3(Function3<?, ?, ?, ?> function) {
    return (Function3<Object, Object, Object, Object>) function;
  }

  static Function4<Object, Object, Object, Object, Object> function4(
      Function4<?, ?, ?, ?, ?> function) {
    return (Function4<Object, Object, Object, Object, Object>) function;
  }

  static Function5<Object, Object, Object, Object, Object, Object> function5(
      Function5<?, ?, ?, ?, ?, ?> function) {
    return (Function5<Object, Object, Object, Object, Object, Object>) function;
  }

  static Function6<Object, Object, Object, Object, Object, Object, Object> function6(
      Function6<?, ?, ?, ?, ?, ?, ?> function) {
    return (Function6<Object, Object, Object, Object, Object, Object, Object>) function;
  }
}
