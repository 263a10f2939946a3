/**
 * Jobs to be packed into jars by tests. Not in a package of Tidemark's: those are never loaded from
 * a jar.
 */
@NullMarked
package clijobs;

import org.jspecify.annotations.NullMarked;
