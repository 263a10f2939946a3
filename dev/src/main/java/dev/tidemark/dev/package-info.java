/**
 * A Kafka broker and a schema registry inside this JVM, for the laptop and for tests. Not for
 * production: one node, one copy of everything, listening on 127.0.0.1 alone.
 *
 * <p>Start reading at {@link dev.tidemark.dev.DevCluster}, which is both together; {@link
 * dev.tidemark.dev.EmbeddedKafka} and {@link dev.tidemark.dev.EmbeddedSchemaRegistry} stand alone
 * as well.
 */
@NullMarked
package dev.tidemark.dev;

import org.jspecify.annotations.NullMarked;
