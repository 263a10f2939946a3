@NullMarked
package dev.tidemark.node.supervisor;

import org.jspecify.annotations.NullMarked;
