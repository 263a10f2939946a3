package dev.tidemark.client.api.deadletters;

import org.jspecify.annotations.Nullable;

/**
 * The result of a discard.
 *
 * @param discarded how many; of a dry run how many would be
 * @param next give it as {@code after} to continue; null when all is done
 */
public record DiscardView(String job, boolean dryRun, long discarded, @Nullable String next) {}
