package dev.tidemark.serde;

/**
 * Both directions of one type. Instances belong to one thread.
 *
 * @param <T> the type of the values
 */
public interface Codec<T> extends Decoder<T>, Encoder<T> {}
