/**
 * The commands for nodes, jars, tokens and settings of a cluster.
 *
 * <p>Start reading at {@link dev.tidemark.cli.cluster.NodeCommand}.
 */
@NullMarked
package dev.tidemark.cli.cluster;

import org.jspecify.annotations.NullMarked;
