/** Tests with faults: kills, outages, chaos, bad neighbours. */
@NullMarked
package dev.tidemark.tests.faults;

import org.jspecify.annotations.NullMarked;
