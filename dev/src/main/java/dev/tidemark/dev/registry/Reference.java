package dev.tidemark.dev.registry;

/**
 * A named type that a schema takes from another subject.
 *
 * @param name the full name of the type
 * @param subject where it is registered
 * @param version of that subject; -1 in a request is the latest
 */
record Reference(String name, String subject, int version) {}
