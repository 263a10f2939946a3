package dev.tidemark.topology.stage.base;

import dev.tidemark.serde.codec.Codec;

/**
 * A table as a join sees it.
 *
 * @param keys encodes a key as the table's topic does
 * @param lookup finds the latest value of an encoded key
 */
public record TableAccess(Codec<Object> keys, TableLookup lookup) {}
