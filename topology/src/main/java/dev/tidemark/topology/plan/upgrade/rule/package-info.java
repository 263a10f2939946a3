/**
 * The rules of an upgrade, one class each, named as the invariant that it keeps or the change that
 * it allows.
 *
 * <p>Start reading at {@link dev.tidemark.topology.plan.upgrade.rule.WindowKeepsItsShape}.
 */
@NullMarked
package dev.tidemark.topology.plan.upgrade.rule;

import org.jspecify.annotations.NullMarked;
