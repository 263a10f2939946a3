package dev.tidemark.topology.plan;

import dev.tidemark.serde.Type;
import java.util.Optional;

/**
 * An exchange with what a node sends through it.
 *
 * @param key what it is partitioned by
 * @param elements the type of the elements; empty if partial panes go through it
 */
public record ExchangeOutput(Exchange exchange, Type<?> key, Optional<Type<?>> elements) {}
