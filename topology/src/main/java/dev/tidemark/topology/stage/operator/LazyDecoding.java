package dev.tidemark.topology.stage.operator;

import dev.tidemark.serde.codec.Codec;
import dev.tidemark.serde.codec.Decoded;
import dev.tidemark.topology.eventtime.time.SourceRecord;
import dev.tidemark.topology.stage.base.ElementOperator;
import dev.tidemark.topology.stage.retry.Step;
import org.jspecify.annotations.Nullable;

/**
 * Decodes in full what has been decoded only in part, when the filters right behind the source have
 * accepted it: once for each record, however many streams follow. Each of them rejects for itself
 * what can't be decoded, as it does what its own function can't process; so the ledger balances on
 * each path, wherever the filters of the others end.
 */
public final class LazyDecoding {
  private final Codec<Object> values;
  private @Nullable SourceRecord origin;
  private @Nullable Decoded<Object> decoded;

  public LazyDecoding(Codec<Object> values) {
    this.values = values;
  }

  /** Returns an operator that gets elements whole. */
  public ElementOperator before(Step step, ElementOperator next) {
    return (element, context) -> {
      Decoded<Object> whole = decoded(context.origin);
      if (whole instanceof Decoded.Ok<Object> ok) {
        next.process(ok.value(), context);
      } else if (whole instanceof Decoded.Poison<Object> poison) {
        step.poison(context, poison.cause().name(), poison.detail(), poison.schemaId());
      }
    };
  }

  private Decoded<Object> decoded(SourceRecord record) {
    Decoded<Object> known = decoded;
    if (known == null || record != origin) {
      known = values.decode(record.value());
      decoded = known;
      origin = record;
    }
    return known;
  }
}
