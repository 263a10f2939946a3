/**
 * An HTTP client of a node. The command line uses it, and nodes use it among themselves. Depends on
 * {@code api}, Jackson and the JDK alone.
 *
 * <p>Start reading at {@link dev.tidemark.client.NodeClient}.
 */
@NullMarked
package dev.tidemark.client;

import org.jspecify.annotations.NullMarked;
