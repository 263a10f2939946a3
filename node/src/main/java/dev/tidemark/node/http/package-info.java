/**
 * The REST interface: routes, tokens, limits, server-sent events. Knows {@code api} and nothing
 * behind it.
 */
@NullMarked
package dev.tidemark.node.http;

import org.jspecify.annotations.NullMarked;
