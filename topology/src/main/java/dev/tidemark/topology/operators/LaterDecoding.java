package dev.tidemark.topology.operators;

import dev.tidemark.serde.Codec;
import dev.tidemark.serde.Decoded;
import org.jspecify.annotations.Nullable;

/**
 * Decodes in full what has been decoded only in part, when the filters right behind the source have
 * let it pass: once for each element, however many streams go on from there.
 */
final class LaterDecoding {
  private final Codec<Object> values;
  private final Step source;
  private @Nullable Object part;
  private @Nullable Object whole;

  LaterDecoding(Codec<Object> values, Step source) {
    this.values = values;
    this.source = source;
  }

  /** An attempt begins: what an earlier one has found and written of the element is put off. */
  void begin() {
    part = null;
    whole = null;
  }

  /** An operator that gets elements whole. */
  ElementOperator before(ElementOperator next) {
    return (element, context) -> {
      if (element != part) {
        part = element;
        whole = decoded(context);
      }
      Object known = whole;
      if (known != null) {
        next.process(known, context);
      }
    };
  }

  private @Nullable Object decoded(ElementContext context) {
    Decoded<Object> decoded = values.decode(context.origin.value());
    if (decoded instanceof Decoded.Ok<Object> ok) {
      return ok.value();
    }
    Decoded.Poison<Object> poison = (Decoded.Poison<Object>) decoded;
    source.poison(context, poison.cause().name(), poison.detail(), poison.schemaId());
    return null;
  }
}
