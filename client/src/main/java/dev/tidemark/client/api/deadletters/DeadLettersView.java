package dev.tidemark.client.api.deadletters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters or late records, by topic, partition and offset.
 *
 * @param next give it as {@code after} to read on; null at the end
 */
public record DeadLettersView(String job, List<DeadLetterView> letters, @Nullable String next) {}
