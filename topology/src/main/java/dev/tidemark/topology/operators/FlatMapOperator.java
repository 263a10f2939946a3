package dev.tidemark.topology.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Makes any number of elements of each. All are made before the first goes on, so a failure leaves
 * no half.
 */
final class FlatMapOperator implements ElementOperator {

  private final Step step;
  private final Function<Object, Iterable<?>> map;
  private final ElementOperator next;

  FlatMapOperator(Step step, Function<Object, Iterable<?>> map, ElementOperator next) {
    this.step = step;
    this.map = map;
    this.next = next;
  }

  @Override
  public void process(Object element, ElementContext context) {
    List<Object> made = new ArrayList<>();
    try {
      map.apply(element)
          .forEach(one -> made.add(Objects.requireNonNull(one, "an element is null")));
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.FUNCTION_FAILED, thrown);
      return;
    }
    if (made.isEmpty()) {
      step.count(context, Fate.FILTERED);
      return;
    }
    step.count(context.origin, Fate.EXPANDED, made.size() - 1L);
    for (Object one : made) {
      next.process(one, context);
    }
  }
}
