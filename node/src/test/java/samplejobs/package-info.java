/** Jobs that behave, and jobs that don't, packed into jars by the tests. */
@NullMarked
package samplejobs;

import org.jspecify.annotations.NullMarked;
