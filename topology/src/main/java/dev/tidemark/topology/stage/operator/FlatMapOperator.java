package dev.tidemark.topology.stage.operator;

import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.retry.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Makes any number of elements of each. All are made before the first is passed on, so a failure
 * leaves no partial result.
 */
public final class FlatMapOperator implements ElementOperator {

  private final Step step;
  private final Function<Object, Iterable<?>> map;
  private final ElementOperator next;

  public FlatMapOperator(Step step, Function<Object, Iterable<?>> map, ElementOperator next) {
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
      step.count(context, Outcome.FILTERED);
      return;
    }
    step.count(context.origin, Outcome.EXPANDED, made.size() - 1L);
    for (Object one : made) {
      next.process(one, context);
    }
  }
}
