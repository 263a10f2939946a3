/**
 * The JSON of nodes, jars and events of a cluster.
 *
 * <p>Start reading at {@link dev.tidemark.client.api.cluster.ClusterView}.
 */
@NullMarked
package dev.tidemark.client.api.cluster;

import org.jspecify.annotations.NullMarked;
