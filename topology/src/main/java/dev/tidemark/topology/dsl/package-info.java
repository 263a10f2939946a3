/**
 * The language in which jobs are written. A value of it is a cursor on the plan being built: cheap,
 * immutable, and usable more than once. No Kafka class is used here.
 *
 * <p>Start reading at {@link dev.tidemark.topology.dsl.StreamJob}, whose example has nearly all of
 * it.
 */
@NullMarked
package dev.tidemark.topology.dsl;

import org.jspecify.annotations.NullMarked;
