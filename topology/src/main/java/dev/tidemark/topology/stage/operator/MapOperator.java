package dev.tidemark.topology.stage.operator;

import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.retry.Step;
import java.util.function.Function;

/** Makes one element of each. */
public final class MapOperator implements ElementOperator {

  private final Step step;
  private final Function<Object, Object> map;
  private final ElementOperator next;

  public MapOperator(Step step, Function<Object, Object> map, ElementOperator next) {
    this.step = step;
    this.map = map;
    this.next = next;
  }

  @Override
  public void process(Object element, ElementContext context) {
    Object mapped;
    try {
      mapped = map.apply(element);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.FUNCTION_FAILED, thrown);
      return;
    }
    if (mapped == null) {
      step.reject(
          context,
          FailureCause.FUNCTION_FAILED,
          "the function returned null; use filter or flatMap to leave an element out");
      return;
    }
    next.process(mapped, context);
  }
}
