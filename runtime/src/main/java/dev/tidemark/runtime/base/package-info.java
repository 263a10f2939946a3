/**
 * The settings of a run, the names of its topics and groups, and its failures. All other packages
 * of the runtime build on it.
 *
 * <p>Start reading at {@link dev.tidemark.runtime.base.RunConfig}.
 */
@NullMarked
package dev.tidemark.runtime.base;

import org.jspecify.annotations.NullMarked;
