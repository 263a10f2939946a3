/**
 * The demo's events, and what must come of them: everything that {@code tidemark demo} checks the
 * engine with, and the end-to-end tests as well.
 *
 * <p>Start reading at {@link dev.tidemark.cli.demo.FlightEvents}, the events; {@link
 * dev.tidemark.cli.demo.EventLoader} publishes them. {@link dev.tidemark.cli.demo.DelaysOracle} and
 * {@link dev.tidemark.cli.demo.QuakesOracle} compute offline what the two jobs must answer, {@link
 * dev.tidemark.cli.demo.TopicReader} reads what they did answer, and {@link
 * dev.tidemark.cli.demo.Verification} compares the two in full.
 *
 * <p>The oracles share no code with the engine, and nothing in this package may import {@code
 * dev.tidemark.topology}: a mistake made once must not be able to hide itself.
 */
@NullMarked
package dev.tidemark.cli.demo;

import org.jspecify.annotations.NullMarked;
