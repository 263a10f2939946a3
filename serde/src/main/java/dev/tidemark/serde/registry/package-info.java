/**
 * The client of a schema registry, which speaks the REST protocol of Confluent.
 *
 * <p>Start reading at {@link dev.tidemark.serde.registry.SchemaRegistryClient}.
 */
@NullMarked
package dev.tidemark.serde.registry;

import org.jspecify.annotations.NullMarked;
