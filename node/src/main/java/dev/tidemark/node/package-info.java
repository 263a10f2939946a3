/**
 * A node of a Tidemark cluster. {@link dev.tidemark.node.Node} puts it together. Nodes that point
 * at the same Kafka form a cluster; there is no leader: each reads the same compacted topics and
 * reconciles its own workers.
 */
@NullMarked
package dev.tidemark.node;

import org.jspecify.annotations.NullMarked;
