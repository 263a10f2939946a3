package dev.tidemark.topology.stage.operator;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.topology.plan.Node;
import dev.tidemark.topology.stage.base.ElementContext;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.base.FailureCause;
import dev.tidemark.topology.stage.base.Outcome;
import dev.tidemark.topology.stage.base.TableLookup;
import dev.tidemark.topology.stage.retry.Step;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Joins each element with the latest value of a table. */
public final class JoinOperator implements ElementOperator {

  private final Step step;
  private final Node.Join join;
  private final Codec<Object> keys;
  private final TableLookup table;
  private final boolean checksRecordKey;
  private final ElementOperator next;

  /**
   * @param checksRecordKey whether elements come straight from a topic, so that nothing but the
   *     record's own key tells whether the table's entry is in this partition
   */
  public JoinOperator(
      Step step,
      Node.Join join,
      Codec<Object> keys,
      TableLookup table,
      boolean checksRecordKey,
      ElementOperator next) {
    this.step = step;
    this.join = join;
    this.keys = keys;
    this.table = table;
    this.checksRecordKey = checksRecordKey;
    this.next = next;
  }

  @Override
  public void process(Object element, ElementContext context) {
    byte[] key;
    try {
      Object joinKey = join.key().apply(element);
      key = joinKey == null ? null : keys.encode(joinKey);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.FUNCTION_FAILED, thrown);
      return;
    }
    if (checksRecordKey && !isRecordKey(key, context)) {
      return;
    }
    Object value = key == null ? null : table.get(key);
    if (value == null && join.kind() == Node.JoinKind.INNER) {
      step.count(context, Outcome.FILTERED);
      return;
    }
    Object joined;
    try {
      joined = join.joiner().apply(element, value);
    } catch (Throwable thrown) {
      step.reject(context, FailureCause.FUNCTION_FAILED, thrown);
      return;
    }
    if (joined == null) {
      step.reject(context, FailureCause.FUNCTION_FAILED, "the joiner returned null");
      return;
    }
    next.process(joined, context);
  }

  private boolean isRecordKey(byte @Nullable [] key, ElementContext context) {
    byte[] recordKey = context.origin.key();
    if (recordKey == null) {
      step.reject(
          context,
          FailureCause.NULL_KEY,
          "the record has no key, but " + step.id() + " joins on the record's key");
      return false;
    }
    if (!Arrays.equals(recordKey, key)) {
      step.reject(
          context,
          FailureCause.KEY_MISMATCH,
          "the record's key is not the key that "
              + step.id()
              + " joins on; remove onRecordKey() from the join, or key the topic by it");
      return false;
    }
    return true;
  }
}
