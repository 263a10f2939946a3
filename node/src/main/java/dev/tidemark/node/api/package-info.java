/**
 * What travels between nodes, their clients and people: the JSON of {@code /api/v1} as records, and
 * {@link dev.tidemark.node.api.NodeService}, which is what a node can be asked. Depends on Jackson
 * alone.
 */
@NullMarked
package dev.tidemark.node.api;

import org.jspecify.annotations.NullMarked;
