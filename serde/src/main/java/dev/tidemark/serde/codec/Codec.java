package dev.tidemark.serde.codec;

import org.apiguardian.api.API;

/**
 * Both directions of one type. Instances belong to one thread.
 *
 * @param <T> the type of the values
 */
@API(status = API.Status.MAINTAINED, since = "0.1.0")
public interface Codec<T> extends Decoder<T>, Encoder<T> {}
