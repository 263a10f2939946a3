/**
 * The client of a schema registry, with the REST protocol of Confluent.
 *
 * <p>Start reading at {@link dev.tidemark.serde.registry.SchemaRegistryClient}.
 */
@NullMarked
package dev.tidemark.serde.registry;

import org.jspecify.annotations.NullMarked;
