/**
 * The values of the engine as the records of the REST API, and back. The two do not know each
 * other: a client needs no engine, and the engine no node.
 */
@NullMarked
package dev.tidemark.node.view;

import org.jspecify.annotations.NullMarked;
