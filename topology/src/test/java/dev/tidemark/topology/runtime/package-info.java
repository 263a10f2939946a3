@NullMarked
package dev.tidemark.topology.runtime;

import org.jspecify.annotations.NullMarked;
