package dev.tidemark.client.api.job;

import org.jspecify.annotations.Nullable;

/**
 * The result of a submission.
 *
 * @param job the job, as it is now, or, of a dry run, as it would be
 * @param plan its plan
 * @param upgrade how it differs from the one that it replaces; null for a new job
 * @param dryRun whether nothing was changed
 */
public record SubmitView(
    JobView job, PlanView plan, @Nullable UpgradeView upgrade, boolean dryRun) {}
