/** The archive of loaded classes for the JVMs that tests start. */
@NullMarked
package dev.tidemark.archive;

import org.jspecify.annotations.NullMarked;
