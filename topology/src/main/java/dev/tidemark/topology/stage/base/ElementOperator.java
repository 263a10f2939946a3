package dev.tidemark.topology.stage.base;

/**
 * One node of a stage at work. Never throws for what an element holds or a function of the job
 * does.
 */
@FunctionalInterface
public interface ElementOperator {

  void process(Object element, ElementContext context);

  /** Hands each element to all of several operators. */
  static ElementOperator all(ElementOperator... operators) {
    if (operators.length == 1) {
      return operators[0];
    }
    return (element, context) -> {
      for (ElementOperator operator : operators) {
        operator.process(element, context);
      }
    };
  }
}
