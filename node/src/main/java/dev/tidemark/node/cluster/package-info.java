/** The cluster's memory in Kafka: job specs, jars and signs of life in compacted topics. */
@NullMarked
package dev.tidemark.node.cluster;

import org.jspecify.annotations.NullMarked;
