/**
 * Asks a node over HTTP. Used by the command line and by nodes among themselves; depends on {@code
 * api} and the JDK alone.
 */
@NullMarked
package dev.tidemark.node.client;

import org.jspecify.annotations.NullMarked;
