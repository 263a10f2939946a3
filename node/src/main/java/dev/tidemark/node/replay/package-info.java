/**
 * Replays: what a job's run writes beside another one is compared with what that has written, and
 * takes its place step by step. Start reading at {@code Comparison} and {@code Promotion}.
 */
@NullMarked
package dev.tidemark.node.replay;

import org.jspecify.annotations.NullMarked;
