/**
 * What a node answers: {@link dev.tidemark.client.api.service.NodeService} put together from the
 * cluster's memory, the workers here, Kafka, and the other nodes. Start reading at {@code
 * ClusterService}; {@code Reconciler} is what makes the workers follow the book.
 */
@NullMarked
package dev.tidemark.node.service;

import org.jspecify.annotations.NullMarked;
