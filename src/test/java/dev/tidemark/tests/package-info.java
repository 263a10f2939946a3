/**
 * Tests of the whole system: real brokers, real jobs, real crashes, and the rules of the code.
 *
 * <p>Start reading at {@link dev.tidemark.tests.JobsIT}. What is demanded is a list of {@link
 * dev.tidemark.tests.Content}, one for each topic; {@link dev.tidemark.tests.Checker} compares it
 * in full with what a read-committed consumer sees.
 */
@NullMarked
package dev.tidemark.tests;

import org.jspecify.annotations.NullMarked;
