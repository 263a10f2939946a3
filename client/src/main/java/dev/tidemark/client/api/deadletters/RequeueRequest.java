package dev.tidemark.client.api.deadletters;

import org.jspecify.annotations.Nullable;

/**
 * Asks for records to be written to their source topics again.
 *
 * @param filter which; null for all that are open
 * @param closedWindow how to treat those whose window is closed; null to refuse them
 * @param maxAttempts how often a record may be requeued in all, 1 to 100; beyond it it is
 *     quarantined; null for 3
 * @param rate how many a second at most, 1 to 100,000; null for as many as go
 * @param limit how many at most in this answer, 1 to 10,000; null for 1,000
 * @param after {@code next} of the answer before; null to begin
 * @param dryRun whether to say only what would be done; null for false
 */
public record RequeueRequest(
    @Nullable DeadLetterFilter filter,
    @Nullable ClosedWindow closedWindow,
    @Nullable Integer maxAttempts,
    @Nullable Integer rate,
    @Nullable Integer limit,
    @Nullable String after,
    @Nullable Boolean dryRun) {}
