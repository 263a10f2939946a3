@NullMarked
package dev.tidemark.node.cluster;

import org.jspecify.annotations.NullMarked;
