/** Rules about the code itself: architecture, public API, language, topologies. */
@NullMarked
package dev.tidemark.tests.rules;

import org.jspecify.annotations.NullMarked;
