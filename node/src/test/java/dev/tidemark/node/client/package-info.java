@NullMarked
package dev.tidemark.node.client;

import org.jspecify.annotations.NullMarked;
