/** Jobs on a real broker. */
@NullMarked
package dev.tidemark.tests.jobs;

import org.jspecify.annotations.NullMarked;
