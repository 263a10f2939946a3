/**
 * Topics read and written for people: records as JSON lines, bounded in memory. No job runs here.
 *
 * <p>Start reading at {@link dev.tidemark.records.TopicReading}.
 */
@NullMarked
package dev.tidemark.records;

import org.jspecify.annotations.NullMarked;
