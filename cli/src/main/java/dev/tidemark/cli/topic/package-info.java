/**
 * The commands for topics and schemas.
 *
 * <p>Start reading at {@link dev.tidemark.cli.topic.ConsumeCommand}.
 */
@NullMarked
package dev.tidemark.cli.topic;

import org.jspecify.annotations.NullMarked;
