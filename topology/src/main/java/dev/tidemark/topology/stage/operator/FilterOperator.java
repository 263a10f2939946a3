package dev.tidemark.topology.stage.operator;

import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.retry.Step;
import java.util.function.Predicate;

/** Keeps what a predicate accepts. */
public final class FilterOperator implements ElementOperator {

  private final Step step;
  private final Predicate<Object> keep;
  private final ElementOperator next;

  public FilterOperator(Step step, Predicate<Object> keep, ElementOperator next) {
    this.step = step;
    this.keep = keep;
    this.next = next;
  }

  @Override
  public void process(Object element, ElementContext context) {
    boolean kept;
    try {
      kept = keep.test(element);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.FUNCTION_FAILED, thrown);
      return;
    }
    if (kept) {
      next.process(element, context);
    } else {
      step.count(context, Outcome.FILTERED);
    }
  }
}
