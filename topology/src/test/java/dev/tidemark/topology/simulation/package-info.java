/**
 * The deterministic simulation: drives the very classes that run in production through seeded
 * schedules of work and faults in virtual time, and compares all that comes out with a plain
 * offline oracle.
 *
 * <p>Start reading at {@link dev.tidemark.topology.simulation.World}. What it does not cover: the
 * life cycle of Kafka Streams' tasks, RocksDB, the restoring of changelogs, real brokers.
 */
@NullMarked
package dev.tidemark.topology.simulation;

import org.jspecify.annotations.NullMarked;
