/** Nodes: access, life cycle, secrets, cost. */
@NullMarked
package dev.tidemark.tests.nodes;

import org.jspecify.annotations.NullMarked;
