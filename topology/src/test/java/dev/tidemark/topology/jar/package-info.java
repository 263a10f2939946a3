@NullMarked
package dev.tidemark.topology.jar;

import org.jspecify.annotations.NullMarked;
