/** The configuration of a node. */
@NullMarked
package dev.tidemark.node.config;

import org.jspecify.annotations.NullMarked;
