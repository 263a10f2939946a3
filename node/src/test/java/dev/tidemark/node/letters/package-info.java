@NullMarked
package dev.tidemark.node.letters;

import org.jspecify.annotations.NullMarked;
