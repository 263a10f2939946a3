/**
 * The values that rules of an upgrade work with: matched parts of two plans, and the changes found.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.upgrade.change.UpgradeRule}.
 */
@NullMarked
package dev.tidemark.topology.plan.upgrade.change;

import org.jspecify.annotations.NullMarked;
