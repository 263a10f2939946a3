/**
 * Dead letters and late records: reading them with bounded memory, what became of each, and writing
 * their records to the source topics again, each at most once. Nothing is kept here: all of it lies
 * in the topics.
 *
 * <p>Start reading at {@link dev.tidemark.node.letters.Letters}.
 */
@NullMarked
package dev.tidemark.node.letters;

import org.jspecify.annotations.NullMarked;
