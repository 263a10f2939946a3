/**
 * Tidemark beside others: its client of the schema registry beside Confluent's, its embedded
 * registry beside Apicurio, its records beside another language's. {@link
 * dev.tidemark.registry.ClientContract} is the place to start.
 */
@NullMarked
package dev.tidemark.registry;

import org.jspecify.annotations.NullMarked;
