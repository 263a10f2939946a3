/** Orders, generated and judged against plain computations. */
@NullMarked
package dev.tidemark.tests.orders;

import org.jspecify.annotations.NullMarked;
