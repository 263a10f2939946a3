/** Parts that tests of the whole system share: clusters, processes, repositories, checkers. */
@NullMarked
package dev.tidemark.tests.base;

import org.jspecify.annotations.NullMarked;
