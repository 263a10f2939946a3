package dev.tidemark.topology.operators;

import dev.tidemark.serde.Codec;
import dev.tidemark.serde.Decoded;
import dev.tidemark.topology.eventtime.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Decodes in full what has been decoded only in part, when the filters right behind the source have
 * let it pass: once for each record, however many streams go on from there. Each of them gives up
 * for itself what can't be decoded, as it would what its own function can't process; so the ledger
 * balances on each path, wherever the filters of the others end.
 */
final class LaterDecoding {
  private final Codec<Object> values;
  private @Nullable Origin origin;
  private @Nullable Decoded<Object> decoded;

  LaterDecoding(Codec<Object> values) {
    this.values = values;
  }

  /** An operator that gets elements whole. */
  ElementOperator before(Step step, ElementOperator next) {
    return (element, context) -> {
      Decoded<Object> whole = decoded(context.origin);
      if (whole instanceof Decoded.Ok<Object> ok) {
        next.process(ok.value(), context);
      } else if (whole instanceof Decoded.Poison<Object> poison) {
        step.poison(context, poison.cause().name(), poison.detail(), poison.schemaId());
      }
    };
  }

  private Decoded<Object> decoded(Origin record) {
    Decoded<Object> known = decoded;
    if (known == null || record != origin) {
      known = values.decode(record.value());
      decoded = known;
      origin = record;
    }
    return known;
  }
}
