package dev.tidemark.client.api.deadletters;

import org.jspecify.annotations.Nullable;

/**
 * Asks for dead letters to be discarded.
 *
 * @param filter which; null for all that are open
 * @param reason why, 1 to 500 characters; kept permanently
 * @param limit how many at most in this answer, 1 to 10,000; null for 1,000
 * @param after {@code next} of the answer before; null to begin
 * @param dryRun whether to count only; null for false
 */
public record DiscardRequest(
    @Nullable DeadLetterFilter filter,
    String reason,
    @Nullable Integer limit,
    @Nullable String after,
    @Nullable Boolean dryRun) {}
