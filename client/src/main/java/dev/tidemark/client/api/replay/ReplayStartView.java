package dev.tidemark.client.api.replay;

import org.jspecify.annotations.Nullable;

/**
 * The response to a request for a replay.
 *
 * @param plan what it does
 * @param replay the replay; null of a dry run
 */
public record ReplayStartView(ReplayPlanView plan, @Nullable ReplayView replay) {}
