@NullMarked
package dev.tidemark.node.worker;

import org.jspecify.annotations.NullMarked;
