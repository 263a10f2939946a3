/**
 * Dead letters and late records: reading them with bounded memory, the state of each, and writing
 * their records to the source topics again, each at most once. All state is in topics.
 *
 * <p>Start reading at {@link dev.tidemark.node.deadletters.DeadLetters}.
 */
@NullMarked
package dev.tidemark.node.deadletters;

import org.jspecify.annotations.NullMarked;
