/** Replays and promotions on a real broker. */
@NullMarked
package dev.tidemark.tests.replay;

import org.jspecify.annotations.NullMarked;
