/**
 * The answers of a node: {@link dev.tidemark.client.api.service.NodeService} on top of the
 * cluster's memory, the workers here, Kafka, and the other nodes. Start reading at {@code
 * ClusterService}; {@code Reconciler} makes the workers follow the job registry.
 */
@NullMarked
package dev.tidemark.node.service;

import org.jspecify.annotations.NullMarked;
