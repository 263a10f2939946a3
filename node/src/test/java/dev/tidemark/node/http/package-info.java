/** The REST interface with a service behind it that is told what to answer. */
@NullMarked
package dev.tidemark.node.http;

import org.jspecify.annotations.NullMarked;
