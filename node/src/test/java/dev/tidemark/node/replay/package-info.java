@NullMarked
package dev.tidemark.node.replay;

import org.jspecify.annotations.NullMarked;
