/**
 * The REST interface: routes, tokens, limits, server-sent events. Depends on {@code api} and
 * nothing behind it.
 */
@NullMarked
package dev.tidemark.node.http;

import org.jspecify.annotations.NullMarked;
