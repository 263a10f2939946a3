/** The documents: their links, and the commands and snippets in them. */
@NullMarked
package dev.tidemark.tests.docs;

import org.jspecify.annotations.NullMarked;
