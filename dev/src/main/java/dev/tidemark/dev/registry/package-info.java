/**
 * The embedded schema registry: Confluent's REST protocol over a log of events.
 *
 * <p>Start reading at {@link dev.tidemark.dev.registry.RegistryServer}. A request is answered from
 * the {@code RegistryState}; one that changes something first decides on its events without side
 * effects, then the {@code RegistryLog} writes them and every registry on the same log applies them
 * in the same order. This package is internal to the dev module: use {@code
 * EmbeddedSchemaRegistry}.
 */
@NullMarked
package dev.tidemark.dev.registry;

import org.jspecify.annotations.NullMarked;
