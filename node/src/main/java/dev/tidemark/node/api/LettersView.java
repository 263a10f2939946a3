package dev.tidemark.node.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters or late records, by topic, partition and offset.
 *
 * @param next give it as {@code after} to read on; null at the end
 */
public record LettersView(String job, List<LetterView> letters, @Nullable String next) {}
