/** A job whose schemas evolve while it runs. */
@NullMarked
package dev.tidemark.tests.parcel;

import org.jspecify.annotations.NullMarked;
