/**
 * The comparison of two plans of a job: whether the new version may take over the state of the old
 * one.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.upgrade.UpgradeCheck}.
 */
@NullMarked
package dev.tidemark.topology.plan.upgrade;

import org.jspecify.annotations.NullMarked;
